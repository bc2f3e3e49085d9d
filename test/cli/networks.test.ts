// What the commands make of networks that have options of their own, and of weights for images of another size.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { float32Tensors, readSafetensors, writeSafetensors } from '../../src/formats/safetensors.ts';
import { createModel, type ModelChoice, modelNames } from '../../src/models/model-table.ts';
import { runCommand, temporaryFolder } from './context.ts';

function run(line: string, workingDirectory = temporaryFolder()) {
  return runCommand(line.split(' '), { workingDirectory });
}

/** Drawn weights, in a file of a folder of their own. */
function weightsIn(workingDirectory: string, choice: ModelChoice, imageSize: number): string {
  const model = createModel(choice, imageSize).initialize(0);
  writeSafetensors(join(workingDirectory, 'start.safetensors'), float32Tensors(model.stateDict()));
  return 'start.safetensors';
}

describe('googlenet models', () => {
  it('lists every network, with those of its options that were given', async () => {
    const read = async (line: string) => JSON.parse((await run(line)).stdout);
    const [usual, changed] = [await read('models --json'), await read('models --json --width 0.25 --no-heads')];
    expect(usual.map(({ name }: { name: string }) => name)).toEqual(modelNames);
    const parametersOf = (rows: readonly { name: string; parameters: number }[]) =>
      Object.fromEntries(rows.map(({ name, parameters }) => [name, parameters]));
    expect(parametersOf(usual)).toEqual({
      ...{ lenet: 61_706, alexnet: 46_764_746, vgg11: 128_806_154, nin: 1_992_166, googlenet: 5_977_530 },
      ...{ 'googlenet-2014': 10_327_758, 'googlenet-bn': 9_954_366, resnet18: 11_175_370 },
    });
    const differing = modelNames.filter((name) => parametersOf(usual)[name] !== parametersOf(changed)[name]);
    expect(differing).toEqual(['vgg11', 'googlenet-2014', 'googlenet-bn']);
  });
});

describe('googlenet summary', () => {
  it('makes linear layers for the size of the images, and as many filters as the width says', async () => {
    const { stdout } = await run('summary --model vgg11 --width 0.25 --image-size 96');
    const golden = new URL('../fixtures/torchinfo/vgg11-quarter-96.txt', import.meta.url);
    expect(stdout).toBe(readFileSync(golden, 'utf8'));
  });

  it.each([
    ['googlenet-2014', '6,998,552'],
    ['googlenet-bn', '6,624,904'],
  ])('leaves the heads of %s out', async (model, parameters) => {
    const { stdout } = await run(`summary --model ${model} --no-heads --channels 3 --classes 1000`);
    expect(stdout).toContain(`Total params: ${parameters}\n`);
  });
});

describe('options that not every network has', () => {
  const width = 'error INVALID_OPTION: --width is not for --model lenet · hint: leave it out, or give --model vgg11\n';
  const heads =
    'error INVALID_OPTION: --no-heads is not for --model lenet · hint: leave it out, or give --model googlenet-2014 or googlenet-bn\n';

  it.each(['summary', 'bench', 'train'])('are refused by their names for the others: %s', async (command) => {
    const result = await run(`${command} --model lenet --width 0.5 --no-heads`);
    expect(result).toEqual({ exitCode: 2, stdout: '', stderr: width + heads });
  });

  it('have values that make sense', async () => {
    const { exitCode, stderr } = await run('summary --model vgg11 --width 0.3');
    expect(exitCode).toBe(2);
    expect(stderr).toBe("error INVALID_OPTION: --width is '0.3', expected a multiple of 1/64 up to 4\n");
  });
});

describe('googlenet train --init', () => {
  const tiny = '--epochs 1 --batch-size 2 --limit-train 2 --limit-test 2 --threads 1 --quiet';

  it('names the tensor that does not fit images of this size, and the size that it fits', async () => {
    const folder = temporaryFolder();
    const file = weightsIn(folder, { name: 'lenet', options: { numClasses: 3, inChannels: 1 } }, 28);
    const { exitCode, stderr } = await run(`train --model lenet --image-size 40 --init ${file} ${tiny}`, folder);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      "error STATE_DICT_MISMATCH: start.safetensors: the weights do not fit images of this size: model.7.weight has shape [120,400], the model's is [120,1024] · hint: they are for --image-size 28\n",
    );
  });

  it('draws all that has a row for each class anew, wherever it stands', async () => {
    const folder = temporaryFolder();
    const file = weightsIn(folder, { name: 'nin', options: { numClasses: 3, inChannels: 1 } }, 72);
    const { exitCode, notes } = await run(`train --model nin --image-size 72 --init ${file} --run out ${tiny}`, folder);
    expect(exitCode).toBe(0);
    expect(notes?.[0]).toMatch(
      /^--init is of other classes: model\.7\.0\.weight and .* and model\.7\.4\.bias are drawn/,
    );
    const { tensors } = readSafetensors(join(folder, 'out/weights/last.safetensors'));
    expect(tensors.get('model.7.2.weight')?.shape).toEqual([10, 10, 1, 1]);
  });

  it('says what to do where one has auxiliary heads and the other has none', async () => {
    const folder = temporaryFolder();
    const options = { numClasses: 10, inChannels: 1, heads: false };
    const file = weightsIn(folder, { name: 'googlenet-bn', options }, 32);
    const { exitCode, stderr } = await run(`train --model googlenet-bn --image-size 32 --init ${file} ${tiny}`, folder);
    expect([exitCode, stderr]).toEqual([
      2,
      'error INVALID_OPTION: the weights of start.safetensors have no auxiliary heads · hint: give --no-heads too\n',
    ]);
  });
});
