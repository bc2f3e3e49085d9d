import { describe, expect, it } from 'vitest';
import { closingLine } from './closing-line.mjs';

const passing = { status: 'passed', assertionResults: [{ status: 'passed' }] };
const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [passing] };

describe('closingLine', () => {
  it('names what was skipped only when something was', () => {
    expect(closingLine(report)).toBe('3 passed, 0 failed');
    expect(closingLine({ ...report, numPendingTests: 2, numTodoTests: 1 })).toBe('3 passed, 0 failed, 3 skipped');
  });

  it('counts a file that could not be loaded, but not one whose tests failed', () => {
    const broken = { status: 'failed', assertionResults: [] };
    const failing = { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] };
    const testResults = [passing, broken, failing];
    expect(closingLine({ ...report, numFailedTests: 1, testResults })).toBe('3 passed, 2 failed');
  });

  it('is silent without a report', () => {
    expect(closingLine(undefined)).toBeUndefined();
  });
});
