import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../errors/data-error.ts';
import { OptionError } from '../../errors/option-error.ts';
import { UsageError } from '../options/usage-error.ts';
import { reportError } from './report-error.ts';
import { TextOutput } from './text-output.ts';

function report(error: unknown, debug = false): readonly [exitCode: number, text: string] {
  const output = new PassThrough({ encoding: 'utf8' });
  const exitCode = reportError(error, new TextOutput(output), { debug, program: 'npx googlenet', language: 'en' });
  return [exitCode, String(output.read())];
}

describe('reportError', () => {
  it('prints code, message and hint of our own errors', () => {
    expect(report(new DataError('x.gz: damaged', { hint: 'get it again' }))).toEqual([
      1,
      'error INVALID_DATA: x.gz: damaged · hint: get it again\n',
    ]);
  });

  it('says commands as they are typed here, in hints alone', () => {
    expect(report(new DataError('googlenet export.png: damaged', { hint: 'see googlenet predict --help' }))[1]).toBe(
      'error INVALID_DATA: googlenet export.png: damaged · hint: see npx googlenet predict --help\n',
    );
    const problem = { code: 'INVALID_OPTION', message: 'no', hint: 'see googlenet --help' } as const;
    expect(report(new UsageError([problem]))[1]).toMatch(/ · hint: see npx googlenet --help\n$/);
  });

  it('counts a value that the library refuses as a bad command line', () => {
    expect(report(new OptionError('threads is 0'))).toEqual([2, 'error INVALID_OPTION: threads is 0\n']);
  });

  it('calls anything else a bug, on one line', () => {
    expect(report(new TypeError('first\n  second'))).toEqual([
      1,
      'error UNEXPECTED: first second · hint: this is a bug; run with --debug and report what it prints\n',
    ]);
    expect(report('thrown text')[1]).toMatch(/^error UNEXPECTED: thrown text · /);
  });

  it('does not hand on what would steer the terminal', () => {
    expect(report(new DataError('tensor "\u001b[2J\u0007\u009b"', { hint: 'open \u202efile\n\u001b[2J' }))[1]).toBe(
      'error INVALID_DATA: tensor "\ufffd[2J\ufffd\ufffd" · hint: open \ufffdfile \ufffd[2J\n',
    );
    const problem = { code: 'INVALID_OPTION', message: "'\u001b'", hint: 'not \u202e' } as const;
    expect(report(new UsageError([problem]))[1]).toBe("error INVALID_OPTION: '\ufffd' · hint: not \ufffd\n");
  });

  it('adds the stack and the cause with --debug', () => {
    const [, text] = report(new DataError('outer', { cause: new Error('inner') }), true);
    expect(text).toMatch(/^error INVALID_DATA: outer\n/);
    expect(text).toContain('    at ');
    expect(text).toContain('inner');
  });
});
