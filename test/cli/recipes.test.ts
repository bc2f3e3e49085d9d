// Options that go well together: what a recipe changes, and what is typed beside it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseOptions } from '../../src/cli/options/options.ts';
import { recipeNames, recipes } from '../../src/cli/train/recipes/recipe-table.ts';
import { withDefaults } from '../../src/cli/train/train-defaults.ts';
import { trainOptions } from '../../src/cli/train/train-options.ts';
import { models } from '../../src/models/model-table.ts';
import { runCommand, temporaryFolder } from './context.ts';

function run(line: string, workingDirectory = temporaryFolder()) {
  return runCommand(line.split(' '), { workingDirectory });
}

/** What options come to. */
function resolve(typed: Readonly<Record<string, unknown>>) {
  return withDefaults(parseOptions(trainOptions, typed));
}

describe('a recipe', () => {
  it.each(recipeNames)('is data that train takes: %s', (recipe) => {
    const { options } = recipes[recipe];
    expect(JSON.parse(JSON.stringify(options))).toEqual(options);
    expect(resolve({ recipe })).toMatchObject(options);
    // What the list shows can be typed, and means the same.
    const typed = Object.entries(options).map(([key, value]) => [
      key,
      typeof value === 'boolean' ? value : String(value),
    ]);
    expect(resolve({ recipe: 'tutorial', ...Object.fromEntries(typed) })).toMatchObject(options);
  });

  it('without one is the tutorial, and own-images with --data', () => {
    expect(resolve({})).toMatchObject(recipes.tutorial.options);
    expect(resolve({ data: 'pictures' })).toMatchObject(recipes['own-images'].options);
    expect(resolve({ data: 'pictures', recipe: 'tutorial' })).toMatchObject(recipes.tutorial.options);
  });

  it('says a size of images for its own network, or for all where it names none', () => {
    expect(resolve({ data: 'pictures' })).toMatchObject({ model: 'googlenet-bn', imageSize: 96 });
    expect(resolve({ data: 'pictures', model: 'lenet' })).toMatchObject({ model: 'lenet', imageSize: 28 });
    expect(resolve({ recipe: 'fast', model: 'alexnet' })).toMatchObject({ imageSize: recipes.fast.options.imageSize });
    expect(resolve({ model: 'alexnet' })).toMatchObject({ imageSize: models.alexnet.imageSize });
  });

  it('gives way to what is typed, each option by itself', () => {
    const recipe = 'own-images';
    expect(resolve({ recipe, lr: '0.3', nesterov: false, schedule: 'step' })).toMatchObject({
      ...recipes[recipe].options,
      ...{ lr: 0.3, nesterov: false, schedule: 'step' },
    });
    // Without momentum there is nothing to look ahead with.
    expect(resolve({ recipe, momentum: '0' })).toMatchObject({ momentum: 0, nesterov: false });
    expect(() => resolve({ recipe, momentum: '0', nesterov: true })).toThrow('--nesterov needs a momentum');
    // What goes with SGD is nothing for another optimizer.
    expect(resolve({ recipe, optimizer: 'adamw' })).toMatchObject({ lr: 0.001, momentum: 0, weightDecay: 0.01 });
  });
});

it.each([
  ['--recipe fsat', "--recipe is 'fsat', expected one of tutorial, fast, best, own-images · hint: did you mean fast?"],
  ['--recipe', '--recipe has no value, expected one of tutorial, fast, best, own-images'],
  [
    '--model googlnet --momentum x',
    "--model is 'googlnet', expected one of .*\nerror INVALID_OPTION: --momentum is 'x'",
  ],
])('what is typed wrong is told: train %s', async (line, message) => {
  const { exitCode, stdout, stderr } = await run(`train ${line}`);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(new RegExp(`^error INVALID_OPTION: ${message}`));
});

it('a run says what came from its recipe, keeps it when it goes on, and takes no other one then', async () => {
  const folder = temporaryFolder();
  const tiny =
    '--model lenet --image-size 28 --limit-train 64 --limit-test 32 --epochs 1 --engine onnxruntime --threads 1';
  const trained = await run(`train --recipe own-images --no-nesterov --run a ${tiny} --quiet`, folder);
  expect(trained).toMatchObject({ exitCode: 0, stderr: '' });
  const { options } = JSON.parse(readFileSync(join(folder, 'a', 'config.json'), 'utf8'));
  expect(options).toMatchObject({
    recipe: { value: 'own-images', source: 'command line' },
    nesterov: { value: false, source: 'command line' },
    momentum: { value: 0.9, source: 'recipe' },
    normalize: { value: 'dataset', source: 'recipe' },
    weightDecay: { value: 0, source: 'default' },
  });
  const more = '--resume a --epochs 2 --stretch-schedule --quiet';
  const other = await run(`train ${more} --recipe tutorial`, folder);
  expect(other).toMatchObject({ exitCode: 2 });
  expect(other.stderr).toContain('--recipe is tutorial, but the run was started with own-images');
  expect(await run(`train ${more}`, folder)).toMatchObject({ exitCode: 0 });
  const resumed = JSON.parse(readFileSync(join(folder, 'a', 'config.json'), 'utf8'));
  expect(resumed.options).toMatchObject({ momentum: { value: 0.9, source: 'recipe' }, epochs: { value: 2 } });
});

describe('googlenet recipes', () => {
  it('lists every recipe with its options as they would be typed', async () => {
    const { stdout, exitCode } = await runCommand(['recipes'], { columns: 1000 });
    expect(exitCode).toBe(0);
    for (const name of recipeNames) {
      expect(stdout).toContain(`${name}: ${recipes[name].purpose}\n  ${recipes[name].measured}\n  --`);
    }
    expect(stdout).toContain('--batch-size 32 --lr 0.01 --momentum 0.9 --nesterov --schedule one-cycle\n');
    expect(stdout).toContain('--no-nesterov --weight-decay 0 --bias-decay');
  });

  it('prints them as data', async () => {
    const rows = JSON.parse((await run('recipes --json')).stdout);
    expect(rows.map(({ name }: { name: string }) => name)).toEqual(recipeNames);
    expect(rows[0]).toEqual({ name: 'tutorial', ...recipes.tutorial });
  });
});
