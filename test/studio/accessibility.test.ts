// axe-core's rules in every view: nothing serious, nothing critical; in the dark those that depend on colours.
import axe, { type AxeResults } from 'axe-core';
import type { CDPSession } from 'playwright-core';
import { expect } from 'vitest';
import { it } from './support/studio-test.ts';
import { viewsOf, writeRunsToShow } from './support/views.ts';

it('axe finds nothing serious in any view', async ({ runs, trained, open }) => {
  writeRunsToShow(runs);
  const page = await open('/');
  const session = await page.context().newCDPSession(page);
  for (const { name, address, complete } of viewsOf(trained)) {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(new URL(address, page.url()).href);
    await complete(page);
    // As the browser's own tools run code: the page's policy stays as it is.
    await evaluate(session, `${axe.source}; undefined`);
    expect(await violations(session), `${name}, light`).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(session, ['color-contrast']), `${name}, dark`).toEqual([]);
  }
});

/** @param rules these alone, in place of all */
async function violations(session: CDPSession, rules?: readonly string[]): Promise<readonly string[]> {
  const options = { resultTypes: ['violations'], preload: false, ...(rules === undefined ? {} : { runOnly: rules }) };
  const found = (await evaluate(session, `axe.run(document, ${JSON.stringify(options)})`)) as AxeResults;
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.slice(0, 4).map((node) => `${id}: ${node.target} ${node.failureSummary}`));
}

async function evaluate(session: CDPSession, expression: string): Promise<unknown> {
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description);
  return result.value;
}
