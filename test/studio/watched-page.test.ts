// That the other tests can fail: what must not happen on the page is noted when it happens.
import { expect } from 'vitest';
import { it } from './support/studio-test.ts';
import { openWatched } from './support/watched-page.ts';

it('a page that does nothing wrong has no faults', async ({ open }) => {
  const page = await open('/');
  await page.getByText('There is no training here yet.').waitFor();
});

it.for([
  [
    'an inline script',
    'document.head.append(Object.assign(document.createElement("script"), { text: "1" }))',
    /violates/,
  ],
  ['an inline style', 'document.body.innerHTML = \'<p style="color: red">a</p>\'', /violates/],
  ['a forbidden request', 'fetch("http://127.0.0.2:9/").catch(() => {})', /connect-src/],
  ['a link to another origin', 'location.href = "http://127.0.0.2:9/"', /^request to http:\/\/127\.0\.0\.2:9/],
  ['a warning', 'console.warn("careful")', /^console warning: careful$/],
  ['an error that nothing caught', 'setTimeout(() => { throw new Error("oh"); })', /^not caught: oh$/],
  ['a missing file', 'fetch("/api/nothing")', /^console error: .*404/],
] as const)('%s is noted', async ([, code, fault], { studio }) => {
  const { page, faults, close } = await openWatched(studio.url);
  await (await page.context().newCDPSession(page)).send('Runtime.evaluate', { expression: code });
  await expect.poll(() => faults.join('\n')).toMatch(new RegExp(fault.source, 'm'));
  await close();
});
