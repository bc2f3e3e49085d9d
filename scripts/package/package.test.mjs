// What becomes of READMEs in the package, and what has to be there before it is published.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { projectPath } from '../setup/project.mjs';
import { absoluteLinks } from './absolute-links.mjs';
import { publishingFault } from './publishing-fault.mjs';

const github = 'git+https://github.com/somebody/some-name.git';

describe('absoluteLinks', () => {
  it.each([
    ['![a](docs/a.svg)', '![a](https://raw.githubusercontent.com/somebody/some-name/abc/docs/a.svg)'],
    ['[a](./b/c.md#d)', '[a](https://github.com/somebody/some-name/blob/abc/b/c.md#d)'],
    [
      '[![a](a.png)](b.md)',
      '[![a](https://raw.githubusercontent.com/somebody/some-name/abc/a.png)](https://github.com/somebody/some-name/blob/abc/b.md)',
    ],
    ['<img alt="" src="a.png">', '<img alt="" src="https://raw.githubusercontent.com/somebody/some-name/abc/a.png">'],
  ])('%s', (relative, absolute) => {
    expect(absoluteLinks(relative, github, 'abc')).toBe(absolute);
  });

  it.each(['[a](#b)', '[a](https://d2l.ai)', '[a](mailto:a@b)', '`[a](b.md)`', '```\n[a](b.md)\n```\n'])(
    'leaves %j alone',
    (text) => {
      expect(absoluteLinks(text, github, 'abc')).toBe(text);
    },
  );

  it('knows GitLab, and says what it expects of others', () => {
    expect(absoluteLinks('[a](b.md)![c](d.png)', 'git+https://gitlab.com/a/b/c.git', 'abc')).toBe(
      '[a](https://gitlab.com/a/b/c/-/blob/abc/b.md)![c](https://gitlab.com/a/b/c/-/raw/abc/d.png)',
    );
    for (const url of ['git+https://example.org/a/b.git', 'github:a/b', 'https://github.com/a/b']) {
      expect(() => absoluteLinks('', url, 'abc')).toThrow(`repository.url is ${url}, expected git+https://HOST/`);
    }
  });

  it.each(['README.md', 'README.zh-CN.md'])(
    'leaves no relative address in %s, and names files that there are',
    (name) => {
      const text = absoluteLinks(readFileSync(projectPath(name), 'utf8'), github, 'abc');
      const addresses = [...text.matchAll(/\]\(([^)]+)\)|\b(?:src|href|srcset)="([^"]+)"/g)].map(
        (match) => match[1] ?? match[2],
      );
      expect(addresses.filter((address) => !/^(#|https:)/.test(address))).toEqual([]);
      const own = addresses.filter((address) => address.includes('/some-name/'));
      expect(own.length).toBeGreaterThan(20);
      const files = new Set(execFileSync('git', ['ls-files'], { cwd: projectPath('.'), encoding: 'utf8' }).split('\n'));
      expect(own.map((address) => address.replace(/^.*\/abc\/|#.*$/g, '')).filter((path) => !files.has(path))).toEqual(
        [],
      );
    },
  );
});

describe('publishing', () => {
  it('is refused with the fields that are missing', () => {
    expect(publishingFault({})).toMatch(
      /^not published: set in package.json.*\n {2}"repository": .*\n {2}"homepage": /,
    );
    expect(publishingFault({ repository: {} })).not.toContain('"repository"');
    expect(publishingFault({ repository: {}, homepage: '' })).toBeUndefined();
  });

  it('is refused as long as they are', () => {
    const description = JSON.parse(readFileSync(projectPath('package.json'), 'utf8'));
    const fault = publishingFault(description);
    // Never run where it would go on to npm.
    if (fault !== undefined) {
      const { status, stderr } = spawnSync(process.execPath, [projectPath('scripts/release.mjs')], {
        encoding: 'utf8',
      });
      expect([status, stderr]).toEqual([1, `${fault}\n`]);
    }
    // npm would publish the checkout itself: prepublishOnly is no hindrance, as .npmrc turns scripts off.
    expect(description.private).toBe(true);
  });
});
