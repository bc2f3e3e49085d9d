import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { currentProcess } from './process-identity.ts';
import { RunFolder } from './run-folder.ts';
import { RunLock, readLockHolder, requireUnlocked } from './run-lock.ts';
import { readRunState } from './run-state.ts';

// Several processes that race for one folder are in test/crash.
const token = '00000000-0000-4000-8000-000000000000';

function setUp() {
  const folder = new RunFolder(mkdtempSync(join(tmpdir(), 'googlenet-lock-')));
  const hold = (holder: object, path = folder.lock) =>
    writeFileSync(path, JSON.stringify({ ...currentProcess(), since: '2026-01-01T00:00:00.000Z', token, ...holder }));
  return { folder, hold };
}

describe('RunLock', () => {
  it('is refused to a second one, and free when it was given back', () => {
    const { folder } = setUp();
    {
      using lock = RunLock.take(folder.lock);
      expect(readLockHolder(lock.path)).toMatchObject({ pid: process.pid });
      expect(() => RunLock.take(folder.lock)).toThrow(`process ${process.pid} on `);
    }
    expect(readdirSync(folder.path)).toEqual([]);
    RunLock.take(folder.lock);
  });

  it.each([
    ['of a process that is gone', { pid: 2 ** 22 + 1, birth: '' }],
    ['of a process whose number another one has now', { birth: 'an earlier boot 1' }],
  ])('%s is taken over', (_, holder) => {
    const { folder, hold } = setUp();
    hold(holder);
    hold(holder, `${folder.lock}.${token}`);
    using lock = RunLock.take(folder.lock);
    expect(readLockHolder(lock.path)?.token).not.toBe(token);
    expect(readdirSync(folder.path)).toEqual(['run.lock']);
  });

  it('of another machine is refused, since nobody can tell', () => {
    const { folder, hold } = setUp();
    hold({ host: 'elsewhere' });
    expect(() => RunLock.take(folder.lock)).toThrow(
      /process \d+ on elsewhere trains here since 2026-01-01.* if nothing trains on elsewhere any more, take the run over: --resume with --force/,
    );
  });

  it('of another machine is taken over by force, also where that machine died while it took it over itself', () => {
    const { folder, hold } = setUp();
    hold({ host: 'elsewhere' });
    hold({ host: 'elsewhere' }, `${folder.lock}.${token}`);
    using lock = RunLock.take(folder.lock, { force: true });
    expect(lock.takenFrom).toMatchObject({ host: 'elsewhere', token });
    expect(readLockHolder(lock.path)?.pid).toBe(process.pid);
  });

  it('is refused, and not waited for, where another machine died while it took it over', () => {
    const { folder, hold } = setUp();
    hold({ pid: 2 ** 22 + 1, birth: '' });
    hold({ host: 'elsewhere' }, `${folder.lock}.${token}`);
    expect(() => RunLock.take(folder.lock)).toThrow(/process \d+ on elsewhere trains here/);
  });

  it('of a process that lives on this machine is never taken by force', () => {
    const { folder } = setUp();
    using lock = RunLock.take(folder.lock);
    const before = readFileSync(lock.path, 'utf8');
    expect(() => RunLock.take(folder.lock, { force: true })).toThrow(`process ${process.pid} on `);
    expect(() => requireUnlocked(folder.lock, { force: true })).toThrow(`process ${process.pid} on `);
    expect(readFileSync(lock.path, 'utf8')).toBe(before);
  });

  it('that says nothing is refused, in one line', () => {
    const { folder } = setUp();
    for (const text of ['', '{"pid":1}']) {
      writeFileSync(folder.lock, text);
      expect(() => RunLock.take(folder.lock)).toThrow('run.lock: does not say who trains here');
    }
    expect(readFileSync(folder.lock, 'utf8')).toBe('{"pid":1}');
  });

  it('is left alone by one that no longer holds it', () => {
    const { folder, hold } = setUp();
    const lock = RunLock.take(folder.lock);
    hold({});
    lock[Symbol.dispose]();
    expect(existsSync(folder.lock)).toBe(true);
  });
});

describe('readRunState', () => {
  const running = { status: 'running', started: '2026-01-01', updated: '2026-01-01', resumes: 0 };

  it('tells a run that runs from one whose process died', () => {
    const { folder } = setUp();
    writeFileSync(folder.state, JSON.stringify(running));
    expect(readRunState(folder).status).toBe('interrupted');
    using _lock = RunLock.take(folder.lock);
    expect(readRunState(folder).status).toBe('running');
  });

  it('names what is wrong with a file that somebody changed', () => {
    const { folder } = setUp();
    writeFileSync(folder.state, JSON.stringify({ ...running, status: 'fine' }));
    expect(() => readRunState(folder)).toThrow(/state\.json: status: /);
  });
});
