// The notices of the build: everything that package.json calls built into the page is named, with a licence.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { projectPath } from '../setup/project.mjs';

const notices = readFileSync(projectPath('dist/NOTICES.md'), 'utf8');
const sections = new Map(
  notices
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.split(' ')[0], section]),
);

it.each([
  '@dagrejs/dagre',
  '@preact/signals',
  '@preact/signals-core',
  'onnxruntime-common',
  'onnxruntime-web',
  'preact',
  'uplot',
  'zod',
])('name %s, with its licence and whose it is', (name) => {
  expect(sections.get(name)).toMatch(/Copyright \(c\)/);
  expect(sections.get(name)).toMatch(/THE SOFTWARE IS PROVIDED "AS IS"/);
});

it('name the libraries inside the one that sharp uses', () => {
  expect(sections.get('libvips,')).toMatch(/\| libvips +\| LGPLv3/);
});
