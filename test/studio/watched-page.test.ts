// Proves that the other tests can fail: what must not happen on the page is noted when it happens.
import { expect } from 'vitest';
import { it } from './support/studio-test.ts';
import { openWatched } from './support/watched-page.ts';

it('a page that does nothing wrong has no faults', async ({ open }) => {
  const page = await open('/');
  await page.getByText('There is no training here yet.').waitFor();
});

it('notes what must not happen', async ({ studio }) => {
  const { page, faults, close } = await openWatched(studio.url);
  const wrongs: readonly (readonly [code: string, fault: RegExp])[] = [
    ['document.head.append(Object.assign(document.createElement("script"), { text: "1" }))', /script-src/],
    ['document.body.insertAdjacentHTML("beforeend", \'<p style="color: red">a</p>\')', /style-src/],
    ['fetch("http://127.0.0.2:9/").catch(() => {})', /connect-src/],
    ['console.warn("careful")', /^console warning: careful$/],
    ['setTimeout(() => { throw new Error("oh"); })', /^not caught: oh$/],
    ['fetch("/api/nothing")', /^console error: .*404/],
    ['location.href = "http://127.0.0.2:9/"', /^request to http:\/\/127\.0\.0\.2:9/],
  ];
  const session = await page.context().newCDPSession(page);
  for (const [expression, fault] of wrongs) {
    const before = faults.length;
    await session.send('Runtime.evaluate', { expression });
    await expect.poll(() => faults.slice(before).some((text) => fault.test(text)), { message: expression }).toBe(true);
  }
  await close();
});
