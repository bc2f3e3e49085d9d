import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { reasonOf } from './reason-of.ts';

describe('reasonOf', () => {
  it('takes the path and the call off the messages of Node', () => {
    expect(reasonOf(thrownBy(() => readFileSync('/nowhere/a, b')))).toBe('no such file or directory');
    expect(reasonOf(thrownBy(() => readFileSync('/')))).toBe('illegal operation on a directory');
    expect(reasonOf(new Error("EACCES: permission denied, rename '/a' -> '/b'"))).toBe('permission denied');
  });

  it('takes the words of the system where a number says which, whatever Node says beside them', () => {
    const gone = 'ENOENT: process.cwd failed with error no such file or directory, was likely removed, uv_cwd';
    const lost = Object.assign(new Error(gone), { errno: -constants.errno.ENOENT, code: 'ENOENT' });
    expect(reasonOf(lost)).toBe('no such file or directory');
  });

  it('translates the codes of streams', () => {
    const errno = -constants.errno.EPIPE;
    expect(reasonOf(Object.assign(new Error('write EPIPE'), { errno, code: 'EPIPE' }))).toBe('broken pipe');
    expect(reasonOf(new Error('write EPIPE'))).toBe('write EPIPE');
  });

  it('leaves other messages as they are, but for a colon at the end', () => {
    expect(reasonOf(new Error('Input buffer has corrupt header: '))).toBe('Input buffer has corrupt header');
    expect(reasonOf(new Error('NOTE: one, two'))).toBe('NOTE: one, two');
    expect(reasonOf('thrown as it is')).toBe('thrown as it is');
  });
});

function thrownBy(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}
