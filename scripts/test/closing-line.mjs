// The last line of `npm test`: vitest's counts as `312 passed, 0 failed, 1 skipped`.

/**
 * @param {object | undefined} report what vitest's JSON reporter wrote
 * @returns {string | undefined} undefined without a report: then there is nothing to count
 */
export function closingLine(report) {
  if (report === undefined) return undefined;
  const { passed, failed, skipped } = countsOf(report);
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}

/** @param {object} report what vitest's JSON reporter wrote */
export function countsOf(report) {
  // A file that could not even be loaded counts no failed test: count the file.
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
