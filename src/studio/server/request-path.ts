// The path of a request, read in one way by everyone who decides by it: each of its names is decoded once and written
// again in one form, so that `/%61pi` is `/api` for whoever guards it and for whoever answers it.

/** @param url of a request, whose host need not be one. @returns e.g. `/api/runs/a%20b`, without query, `.` and `..` */
export function requestPath(url: string): string {
  const begin = url.indexOf('/', url.indexOf('://') + '://'.length);
  const { pathname } = new URL(`http://localhost${begin === -1 ? '/' : url.slice(begin)}`);
  return pathname.split('/').map(rewritten).join('/');
}

/** What cannot be decoded stays as it is, as a name that nothing has. */
function rewritten(name: string): string {
  try {
    return encodeURIComponent(decodeURIComponent(name));
  } catch {
    return encodeURIComponent(name);
  }
}
