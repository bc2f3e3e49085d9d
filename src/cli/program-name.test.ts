import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeUnless, onWindows } from '../../test/support/unless.ts';
import { findProgram } from './program-name.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'program-name-')));
const at = (path: string) => join(folder, path);
const checkout = {
  file: at('checkout/bin/googlenet.js'),
  env: { PATH: at('usr/bin') },
  workingDirectory: at('elsewhere'),
};

describeUnless(onWindows, 'findProgram', () => {
  beforeAll(() => {
    for (const path of [
      'checkout/bin',
      'checkout/src/deep',
      'usr/bin',
      'global/bin',
      'project/sub',
      'project/node_modules/.bin',
      'elsewhere',
    ]) {
      mkdirSync(at(path), { recursive: true });
    }
    writeFileSync(checkout.file, '');
    // Another program of this name.
    writeFileSync(at('usr/bin/googlenet'), '');
    symlinkSync(checkout.file, at('global/bin/googlenet'));
    symlinkSync(checkout.file, at('project/node_modules/.bin/googlenet'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['its checkout', 'checkout', {}, 'npx googlenet'],
    ['a folder of its checkout', 'checkout/src/deep', {}, 'npx googlenet'],
    ['a project that has it', 'project', {}, 'npx googlenet'],
    ['a folder of such a project', 'project/sub', {}, 'npx googlenet'],
    ['anywhere, started by npx', 'elsewhere', { npm_lifecycle_event: 'npx' }, 'npx googlenet'],
    [
      'anywhere, with it on the path',
      'elsewhere',
      { PATH: [at('usr/bin'), at('global/bin')].join(delimiter) },
      'googlenet',
    ],
    ['its checkout, with it on the path', 'checkout', { PATH: at('global/bin') }, 'googlenet'],
    [
      'a project, where npm alone has put it on the path',
      'project',
      { PATH: at('project/node_modules/.bin') },
      'npx googlenet',
    ],
    ['anywhere else', 'elsewhere', {}, `node ${checkout.file}`],
    ['anywhere, without a path', 'elsewhere', { PATH: undefined }, `node ${checkout.file}`],
  ])('in %s', (_, place, env, program) => {
    expect(findProgram({ ...checkout, workingDirectory: at(place), env: { ...checkout.env, ...env } })).toBe(program);
  });

  it('puts a path with spaces in quotes, and needs no working folder', () => {
    mkdirSync(at('my checkout/bin'), { recursive: true });
    const file = at('my checkout/bin/googlenet.js');
    writeFileSync(file, '');
    expect(findProgram({ file, env: {}, workingDirectory: undefined })).toBe(`node "${file}"`);
  });
});
