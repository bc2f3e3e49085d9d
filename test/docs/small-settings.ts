// What makes the documentation's examples small enough for a test: the same code and command lines, less of everything.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Added to each command line that is run; what is typed last counts. */
export const smallOptions: Readonly<Record<string, readonly string[]>> = {
  train: [
    ...['--model', 'lenet', '--image-size', '32', '--epochs', '1', '--batch-size', '4'],
    ...['--limit-train', '8', '--limit-test', '8', '--quiet'],
  ],
  evaluate: ['--limit', '8'],
};

/** The installed library with few images and one epoch. */
const smallLibrary = `
import { fashionMnist as all, Trainer as Full } from './dist/index.js';
export * from './dist/index.js';
export const fashionMnist = (options) => all({ limit: 8, ...options });
export class Trainer extends Full {
  train(epochs, options) {
    return super.train(Math.min(epochs, 1), options);
  }
}
`;

/** @param library the folder of an installed one: programs get the small one, and the declarations of the whole */
export function makeSmall(library: string): void {
  writeFileSync(join(library, 'small.js'), smallLibrary);
  const file = join(library, 'package.json');
  const description = JSON.parse(readFileSync(file, 'utf8'));
  const exported = { '.': { types: './dist/index.d.ts', default: './small.js' } };
  writeFileSync(file, JSON.stringify({ ...description, exports: exported }));
}
