import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { elsewhereThanLinux, itUnless } from '../../test/support/unless.ts';
import { FileError } from '../errors/file-error.ts';
import { reasonOf } from '../errors/reason-of.ts';
import { readIdxFile } from './idx.ts';
import { readRegularFile, readRegularFileSync } from './regular-file.ts';
import { readSafetensors } from './safetensors.ts';

const folder = mkdtempSync(join(tmpdir(), 'regular-file-'));
const at = (name: string) => join(folder, name);
const server = createServer();
const isWindows = process.platform === 'win32';

beforeAll(async () => {
  mkdirSync(at('folder'));
  writeFileSync(at('file'), 'some text');
  writeFileSync(at('empty'), '');
  writeFileSync(at('sparse'), '');
  truncateSync(at('sparse'), 20 * 2 ** 30);
  symlinkSync(at('file'), at('link'));
  if (isWindows) return;
  execFileSync('mkfifo', [at('pipe')]);
  symlinkSync(at('pipe'), at('link-to-pipe'));
  symlinkSync('/dev/zero', at('link-to-device'));
  await new Promise<void>((listening) => server.listen(at('socket'), listening));
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const refused: readonly (readonly [name: string, reason: string])[] = [
  ['folder', 'it is a folder, not a file'],
  ['sparse', 'it has 21474836480 bytes, at most 100 are read'],
  ...(isWindows
    ? []
    : ([
        ['pipe', 'it is a pipe, not a file'],
        ['link-to-pipe', 'it is a pipe, not a file'],
        ['link-to-device', 'it is a device, not a file'],
        ['socket', 'it is a socket, not a file'],
        ['/dev/zero', 'it is a device, not a file'],
      ] as const)),
];

/** The one that waits beside the test comes first: a door that opens a pipe lets it fail, and not hang. */
async function both(path: string): Promise<readonly unknown[]> {
  const later = await readRegularFile(path, 100).catch((error: unknown) => error);
  let now: unknown;
  try {
    now = readRegularFileSync(path, 100);
  } catch (error) {
    now = error;
  }
  return [later, now];
}

describe('a file that is read through the door', () => {
  it.each([
    ['file', 'some text'],
    ['link', 'some text'],
    ['empty', ''],
  ])('is read whole: %s', async (name, text) => {
    for (const bytes of await both(at(name))) expect(String(bytes)).toBe(text);
  });

  it.each(refused)('is refused, at once and in words: %s', async (name, reason) => {
    const path = name.startsWith('/') ? name : at(name);
    for (const error of await both(path)) {
      expect(error).toBeInstanceOf(FileError);
      expect(reasonOf(error)).toBe(reason);
      expect((error as FileError).message).toMatch(`${path}: ${reason} · hint: `);
    }
  });

  it('is not there: the system says so', async () => {
    for (const error of await both(at('missing'))) expect(error).toMatchObject({ code: 'ENOENT' });
  });

  itUnless(elsewhereThanLinux, 'does not wait for what the kernel makes up', () => {
    // Regular files of no size, the second of which waits for messages.
    for (const path of ['/proc/self/status', '/proc/kmsg']) {
      try {
        expect(readRegularFileSync(path, 100)).toHaveLength(0);
      } catch (error) {
        expect(error).toMatchObject({ code: expect.stringMatching(/^E(PERM|ACCES|NOENT)$/) });
      }
    }
  });

  it.each(refused)('is refused by the readers of weights and datasets: %s', async (name) => {
    const path = name.startsWith('/') ? name : at(name);
    // What is too large in them, their header tells first.
    expect(() => readSafetensors(path)).toThrow(/: cannot be read: it is a|: the header/);
    await expect(readIdxFile(path)).rejects.toThrow(/cannot be read \(it (is a|has)/);
  });
});
