// The page's address as a signal, so that views change without the page being loaded again. The server answers every
// address that is no file with the same page.
import { signal } from '@preact/signals';

/** Path and query of the view that is shown. */
export const address = signal<URL>(new URL(location.href));

addEventListener('popstate', () => {
  address.value = new URL(location.href);
});

/** @param replace without a step to go back to, e.g. for a filter that changes with every key */
export function go(to: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  const isNewView = new URL(to, location.href).pathname !== location.pathname;
  if (replace) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  address.value = new URL(location.href);
  if (isNewView) scrollTo(0, 0);
}

// Links work as everywhere; a plain click on one of ours stays in the page.
document.addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (link === null || link.origin !== location.origin || link.target !== '' || link.hasAttribute('download')) return;
  // To a place in this view: the browser goes there, with the focus.
  if (link.hash !== '' && link.pathname === location.pathname && link.search === location.search) return;
  event.preventDefault();
  go(link.href);
});
