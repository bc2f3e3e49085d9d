// The declarations that programs get: they compile by themselves, in a folder with nothing else, and name nothing that a
// program could not import.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from './cli/context.ts';
import { readPublicNames } from './support/public-names.ts';
import { writeStrictProject } from './support/strict-project.ts';

const project = fileURLToPath(new URL('..', import.meta.url));
const folder = temporaryFolder();

/** The examples of the docstrings, each a program by itself. */
const source = new URL('../src/', import.meta.url);
const examples = Object.fromEntries(
  readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => {
      const text = readFileSync(new URL(path, source), 'utf8');
      const found = [...text.matchAll(/^ \* @example\n \* ```ts\n(.*?)^ \* ```$/gms)];
      return found.map(([, code], index) => [
        `${path.replaceAll(/[^a-z0-9]/g, '-')}-${index}.mts`,
        code.replaceAll(/^ \* ?/gm, ''),
      ]);
    }),
);

const program = `
import * as library from 'googlenet';
import { loadModel, nn, saveModel, Trainer, writeSafetensors, type TrainerOptions } from 'googlenet';

class Doubled extends nn.Module {
  readonly inner = new nn.Linear(4, 2);
  forward(x: nn.Tensor): nn.Tensor {
    const y = this.inner.call(x);
    return nn.add(y, y);
  }
}
const model = loadModel(new Doubled(), 'weights.pt', { key: 'ema' });
saveModel(model, 'weights.safetensors');
writeSafetensors('weights.safetensors', model.stateDict());
export async function train(options: TrainerOptions): Promise<number | undefined> {
  const trainer = new Trainer(options);
  const [epoch] = await trainer.train(1, { signal: new AbortController().signal });
  await trainer[Symbol.asyncDispose]();
  return epoch?.trainLoss;
}
export const everything = Object.keys(library);
`;

describe('the declarations', () => {
  beforeAll(() => writeStrictProject(folder, { 'program.mts': program, ...examples }));

  it('have an example for each of the exports that are used most', () => {
    expect(Object.keys(examples).length).toBeGreaterThanOrEqual(20);
  });

  it('compile without types of Node, every file of them and every example checked', () => {
    const argv = [join(project, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', folder];
    const { stdout, status } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
  });

  it('name no type that is not exported', () => {
    const { exports, hidden } = readPublicNames(folder);
    expect(exports).toContain('nn.functional.relu');
    expect(exports.length).toBeGreaterThan(150);
    expect(hidden.map(({ name, by }) => `${name}, which ${by} names`)).toEqual([]);
  });

  it('nor do those of googlenet/web', () => {
    const { exports, hidden } = readPublicNames(folder, 'web.d.ts');
    expect(exports).toContain('openEngine');
    expect(hidden.map(({ name, by }) => `${name}, which ${by} names`)).toEqual([]);
  });
});
