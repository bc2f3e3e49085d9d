import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { capture } from './command.mjs';
import { findChromium } from './find-chromium.mjs';
import { findOneDnn } from './find-onednn.mjs';
import { isInstalled } from './node-packages.mjs';
import { isOlder } from './node-version.mjs';
import { complaintOf, newestName } from './package-managers.mjs';
import { ensureSystemPackage, systemPackages } from './system-packages.mjs';

describe('isOlder', () => {
  it.each([
    ['20.18.9', true],
    ['18.20.0', true],
    ['20.19.0', false],
    ['20.20.2', false],
    ['22.0.0', false],
  ])('says of Node %s, where 20.19 is needed: %s', (version, expected) => {
    expect(isOlder(version, '20.19')).toBe(expected);
  });
});

describe('isInstalled', () => {
  const lock = {
    packages: {
      '': { version: '0.1.0' },
      'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
      'node_modules/b-win32': { version: '1.0.0', integrity: 'sha512-b', optional: true },
    },
  };
  const a = { version: '1.0.0', integrity: 'sha512-a' };

  it.each([
    ['all but the optional', { 'node_modules/a': a }, true],
    ['nothing', {}, false],
    ['another version', { 'node_modules/a': { ...a, version: '1.0.1' } }, false],
    ['other contents', { 'node_modules/a': { ...a, integrity: 'sha512-c' } }, false],
    ['a package too many', { 'node_modules/a': a, 'node_modules/c': a }, false],
  ])('with %s: %#', (_, packages, expected) => {
    expect(isInstalled(lock, { packages })).toBe(expected);
  });
});

describe('the names of oneDNN in apt', () => {
  const pattern = systemPackages.find(({ label }) => label === 'oneDNN').apt.alsoKnownAs;

  it.each([
    [['libdnnl-dev', 'libdnnl2'], 'libdnnl2'],
    [['libdnnl3', 'libdnnl2', 'libdnnl-dev'], 'libdnnl3'],
    [['libdnnl3.10', 'libdnnl3.6'], 'libdnnl3.10'],
    [['libdnnl3t64'], 'libdnnl3t64'],
    [['libdnnl-dev'], undefined],
  ])('%j: %s', (names, expected) => {
    expect(newestName(names, pattern)).toBe(expected);
  });
});

describe('findChromium', () => {
  it('finds the first of its names on the path', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chromium-'));
    writeFileSync(join(folder, 'google-chrome'), '');
    expect(findChromium(['/nowhere', folder])).toBe(join(folder, 'google-chrome'));
    writeFileSync(join(folder, 'chromium'), '');
    expect(findChromium(['/nowhere', folder])).toBe(join(folder, 'chromium'));
    rmSync(folder, { recursive: true });
  });
});

describe('complaintOf', () => {
  it.each([
    ['a success', 0, 'Setting up libdnnl2 ...', ''],
    ['an error', 100, 'Reading lists...\nW: Old list\nE: Unmet dependencies.', 'Unmet dependencies.'],
    [
      'an update without network',
      0,
      'Err:1 http://a b\nW: Failed to fetch http://a/b  Timed out',
      'Failed to fetch Timed out',
    ],
    ['another failure', 1, 'first\nsudo: a password is required\n', 'a password is required'],
  ])('of %s', (_, code, output, expected) => {
    expect(complaintOf({ code, output })).toBe(expected);
  });
});

describe('findOneDnn', () => {
  let folder;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'googlenet-setup-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each(['libdnnl.so.2', 'libdnnl.so.3.6', 'libdnnl.3.dylib', 'libdnnl.dylib'])('knows %s', async (name) => {
    mkdirSync(join(folder, 'lib'));
    expect(await findOneDnn([join(folder, 'none'), join(folder, 'lib')])).toBeUndefined();
    writeFileSync(join(folder, 'lib', name), '');
    expect(await findOneDnn([join(folder, 'none'), join(folder, 'lib')])).toBe(join(folder, 'lib', name));
  });
});

describe('ensureSystemPackage', () => {
  it('asks no package manager for what is there', async () => {
    const row = { ...systemPackages[0], find: () => 'Fashion-MNIST in /data', note: '' };
    expect(await ensureSystemPackage(row, { retry: true })).toEqual({ mark: 'done', text: 'Fashion-MNIST in /data' });
  });
});

describe('capture', () => {
  it('answers with code and output, also for a command that does not exist', async () => {
    const script = 'console.log("out"); console.error("err"); process.exit(3)';
    const { code, output } = await capture(process.execPath, ['-e', script]);
    expect({ code, lines: output.trim().split('\n').sort() }).toEqual({ code: 3, lines: ['err', 'out'] });
    expect((await capture('no-such-command-here', [])).code).toBe(127);
  });
});
