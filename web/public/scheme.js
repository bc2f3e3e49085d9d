// Before anything is painted: the colours that were chosen in web/src/shell/colour-scheme.ts. A script of its own, since
// the page's policy allows none inside the page, and not a module, since these wait until the page is there.
try {
  document.documentElement.dataset.scheme = localStorage.getItem('googlenet.scheme') ?? 'system';
} catch {}
