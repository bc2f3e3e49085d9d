// test/node-versions.md: how the tests did on other versions of Node.

/**
 * @typedef {{ version: string, passed: number | string, failed: number | string, skipped: number | string,
 *   seconds: number, skipLines: readonly string[] }} VersionResult
 * @param {readonly VersionResult[]} results
 * @param {{ date: string, processor: string, part?: string }} run
 */
export function nodeVersionsPage(results, { date, processor, part = 'all tests' }) {
  const rows = results.map((result) => {
    const { version, passed, failed, skipped, seconds } = result;
    return `| ${version} | ${passed} | ${failed} | ${skipped} | ${seconds} |`;
  });
  const skips = [...new Set(results.flatMap(({ skipLines }) => skipLines))];
  return [
    '# The tests on other versions of Node',
    '',
    `Written by \`node scripts/test-node-versions.mjs\` on ${date}, ${part}: ${processor}.`,
    '',
    '| Node | passed | failed | skipped | seconds |',
    '|---|---|---|---|---|',
    ...rows,
    ...(skips.length === 0 ? [] : ['', ...skips.map((line) => `* ${line}`)]),
    '',
  ].join('\n');
}
