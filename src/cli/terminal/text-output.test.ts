import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { TextOutput } from './text-output.ts';
import { isWindowsConsole } from './windows-console.ts';

function written(columns: number | undefined, options: { readonly isConsole?: boolean } = {}) {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  const terminal = columns === undefined ? {} : { isTTY: true, columns };
  const output = new TextOutput(Object.assign(stream, terminal), options);
  output.print('results are in runs/googlenet-1: metrics.jsonl');
  output.draw('━━── 2/4', (line) => line);
  return text;
}

describe('a line that is longer than the terminal', () => {
  it('is broken between words there, and is one line for whatever else reads', () => {
    expect(written(40)).toMatch(/^results are in runs\/googlenet-1:\nmetrics\.jsonl\n/);
    expect(written(undefined)).toMatch(/^results are in runs\/googlenet-1: metrics\.jsonl\n/);
  });
});

describe("Windows' console", () => {
  it('gets bars of characters that its fonts have', () => {
    expect(written(80, { isConsole: true })).toContain('██── 2/4');
    expect(written(80)).toContain('━━── 2/4');
    expect(written(undefined, { isConsole: true })).toContain('━━── 2/4');
  });

  it.each([
    ['win32', {}, true],
    ['win32', { WT_SESSION: '1' }, false],
    ['win32', { TERM_PROGRAM: 'vscode' }, false],
    ['win32', { TERM: 'xterm-256color' }, false],
    ['linux', {}, false],
  ] as const)('on %s with %o: %s', (platform, env, expected) => {
    expect(isWindowsConsole(platform, env)).toBe(expected);
  });
});
