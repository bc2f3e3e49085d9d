// axe-core's rules on a page as it is. It runs as the browser's own tools run code, so the page's policy stays as it is.
import axe, { type AxeResults } from 'axe-core';
import type { CDPSession, Page } from 'playwright-core';

/**
 * What is serious or critical.
 * @param rules these alone, in place of all
 */
export async function violations(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  await evaluate(session, `${axe.source}; undefined`);
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
