import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/cli/context.ts';
import { EngineError } from '../../errors/engine-error.ts';
import type { ProgramResult } from './run-program.ts';
import { unpackOneDnn } from './unpack-onednn.ts';

const world = temporaryFolder();
afterAll(() => rmSync(world, { recursive: true }));

/** The files of packages; a text that begins with -> is a link. */
const packages: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'libdnnl3.6': {
    'usr/lib/x86_64-linux-gnu/libdnnl.so.3': '->libdnnl.so.3.6',
    'usr/lib/x86_64-linux-gnu/libdnnl.so.3.6': 'the library',
    'usr/share/doc/libdnnl3.6/copyright': 'Apache-2.0',
  },
  libgomp1: {
    'usr/lib/x86_64-linux-gnu/libgomp.so.1.0.0': 'the threads',
    'usr/lib/x86_64-linux-gnu/libgomp.so.1': '->libgomp.so.1.0.0',
  },
  empty: {},
};

function write(content: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(content);
  for (const [name, text] of Object.entries(files)) {
    const path = join(content, name);
    mkdirSync(dirname(path), { recursive: true });
    if (text.startsWith('->')) symlinkSync(text.slice(2), path);
    else writeFileSync(path, text);
  }
}

const done: ProgramResult = { code: 0, output: '' };

/** What apt and dpkg would do. */
async function aptOf(names: string, [program, command, name, target]: readonly string[], folder: string) {
  if (program === 'apt-cache') return { code: 0, output: names };
  if (program === 'apt-get') {
    writeFileSync(join(folder, `${name}_1.0_amd64.deb`), name);
    return done;
  }
  expect([program, command]).toEqual(['dpkg-deb', '--extract']);
  write(join(folder, target), packages[readFileSync(join(folder, name), 'utf8')]);
  return done;
}

async function unpackWith(
  name: string,
  run: (command: readonly string[], folder: string) => Promise<ProgramResult>,
  tryLibrary = () => {},
) {
  const folder = join(world, name, 'onednn');
  const said: string[] = [];
  await unpackOneDnn({ folder, run, tryLibrary, say: (text) => said.push(text.replace(folder, 'onednn')) });
  expect(readdirSync(dirname(folder))).toEqual(['onednn']);
  return { said, files: readdirSync(folder).sort() };
}

describe('unpackOneDnn', () => {
  it('keeps the library of the newest package, and nothing else', async () => {
    const { said, files } = await unpackWith('newest', (...call) =>
      aptOf('libdnnl2\nlibdnnl3.6\nlibdnnl-dev\n', ...call),
    );
    expect(files).toHaveLength(1);
    expect(files[0]).toMatch(/^libdnnl\.so\.3(\.6)?$/);
    expect(readFileSync(join(world, 'newest', 'onednn', files[0]), 'utf8')).toBe('the library');
    expect(said).toEqual(['downloading libdnnl3.6 with apt-get', `unpacked onednn/${files[0]}`]);
  });

  it('gets the runtime of its threads too, where the library lacks it', async () => {
    let tries = 0;
    const { files } = await unpackWith(
      'threads',
      (...call) => aptOf('libdnnl3.6', ...call),
      () => {
        if (tries++ === 0) throw new EngineError('libgomp.so.1: cannot open shared object file');
      },
    );
    expect(tries).toBe(2);
    expect(files.at(-1)).toBe('libgomp.so.1');
  });

  it.each<[string, (command: readonly string[], folder: string) => Promise<ProgramResult>, RegExp]>([
    [
      'no apt',
      async () => ({ code: undefined, output: 'spawn apt-cache ENOENT' }),
      /^there is no apt here.* hint: apt/,
    ],
    ['no such package', (...call) => aptOf('libdnnl-dev\n', ...call), /^apt knows of no package with oneDNN/],
    [
      'no network',
      async (command, folder) =>
        command[0] === 'apt-get'
          ? { code: 100, output: 'Get:1 …\nE: Failed to fetch it\nE: more\n' }
          : aptOf('libdnnl3.6', command, folder),
      /^apt-get download libdnnl3\.6: E: Failed to fetch it · hint: /,
    ],
    [
      'no dpkg',
      async (command, folder) =>
        command[0] === 'dpkg-deb'
          ? { code: undefined, output: 'spawn dpkg-deb ENOENT' }
          : aptOf('libdnnl3.6', command, folder),
      /^dpkg-deb --extract libdnnl3\.6_1\.0_amd64\.deb: spawn dpkg-deb ENOENT/,
    ],
  ])('says what is missing, and leaves nothing behind: %s', async (name, run, message) => {
    await expect(unpackWith(name, run)).rejects.toThrow(message);
    expect(readdirSync(join(world, name))).toEqual(['onednn']);
    expect(readdirSync(join(world, name, 'onednn'))).toEqual([]);
  });
});
