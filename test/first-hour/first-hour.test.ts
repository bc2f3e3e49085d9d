// The packed package, installed into an empty folder: what it holds and needs, and the first hour of three readers with it.
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { locateFashionMnist } from '../../src/data/fashion-mnist/locate.ts';
import { itUnless, withoutDataset } from '../support/unless.ts';
import { fromPytorch } from './from-pytorch.ts';
import { description, installPackage } from './installed-package.ts';
import { reader } from './reader.ts';
import { student } from './student.ts';
import { webDeveloper } from './web-developer.ts';

let [tarball, folder] = ['', ''];
let whyNot: string | undefined;
const whyNoData = withoutDataset(await locateFashionMnist());
beforeAll(async () => {
  ({ tarball, folder, whyNot } = await installPackage());
});
beforeEach(({ skip }) => skip(whyNot !== undefined, whyNot));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the packed package', () => {
  it('is as publint wants it', async () => {
    const { messages, pkg } = await publint({
      pack: { tarball: Uint8Array.from(readFileSync(tarball)).buffer },
      strict: true,
    });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it('has types that are right for every kind of import', async () => {
    const { problems } = (await checkPackage(createPackageFromTarballData(readFileSync(tarball)))) as {
      problems: readonly object[];
    };
    // Both are ES modules alone. Node requires such from 20.19 on, older versions are not supported, and of TypeScript's
    // ways to resolve only node16 has not heard of it; node10 knows no entries but the main one.
    const known = ['.', './web'].map((entrypoint) =>
      expect.objectContaining({ entrypoint, kind: 'CJSResolvesToESM', resolutionKind: 'node16-cjs' }),
    );
    const old = expect.objectContaining({ entrypoint: './web', kind: 'NoResolution', resolutionKind: 'node10' });
    expect(problems).toHaveLength(3);
    expect(problems).toEqual(expect.arrayContaining([...known, old]));
  });

  it('has all it needs, is no larger than it was, and shows its pictures everywhere', async () => {
    const { types, finds } = reader(folder);
    await types('npm ls --omit=dev --all');
    const isThere = (name: string) => existsSync(join(folder, 'node_modules', name));
    expect(Object.keys(description.devDependencies).filter(isThere)).toEqual([]);
    expect(readdirSync(join(folder, 'node_modules/googlenet')).toSorted()).toEqual([
      'LICENSE',
      'README.md',
      'README.zh-CN.md',
      'bin',
      'dist',
      'package.json',
      'weights',
    ]);
    // 15.5 MB, of which the weights are 12.
    expect(statSync(tarball).size).toBeLessThan(18e6);
    for (const readme of ['README.md', 'README.zh-CN.md']) {
      const text = finds(`node_modules/googlenet/${readme}`);
      expect(text).toMatch(/!\[[^\]]*\]\(https:\/\/[^)]+\/docs\/run\.svg\)/);
      expect(text).not.toMatch(/\]\((?!#|https:)/);
    }
  });

  it('runs by its name, and tells its version to programs', async () => {
    const { types } = reader(folder);
    await types('npx googlenet --version', new RegExp(`^${description.version}\\n$`));
    await types(`node -p "require('googlenet/package.json').version"`, description.version);
    await types(`node -p "typeof require('googlenet').GoogLeNet"`, 'function');
  });
});

describe('the first hour', () => {
  itUnless(whyNoData, 'of a student', () => student(reader(folder)));
  it('of a web developer', () => webDeveloper(reader(folder, { XDG_CACHE_HOME: join(folder, 'cache') })));
  itUnless(whyNoData, 'of an engineer who comes from PyTorch', () => fromPytorch(reader(folder)));
});
