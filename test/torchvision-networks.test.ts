// The whole way of a file of torchvision: read in the format that it was published in, found by its names, prepared for as
// published, predicted. What torchvision itself takes the pictures for is recorded in test/fixtures/torchvision-input.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadModel } from '../src/cli/options/weights-source.ts';
import { readPicture } from '../src/data/decode-picture.ts';
import { Predictor } from '../src/evaluation/predictor.ts';
import { readSafetensors, type SafetensorsTensor } from '../src/formats/safetensors.ts';
import { sizeOf } from '../src/graph/shape.ts';
import { ImagePreparer } from '../src/images/prepare-images.ts';
import { createModel, type ModelName } from '../src/models/model-table.ts';
import { Buffer as ModuleBuffer } from '../src/nn/buffer.ts';
import { RandomStream } from '../src/random/random-stream.ts';
import { runCommand, temporaryFolder } from './cli/context.ts';
import { relativeL2 } from './support/compare.ts';
import { encodeLegacy } from './support/encode-legacy.ts';
import { withEngine } from './support/engines.ts';
import { torchvisionCases, torchvisionPicture } from './support/torchvision-cases.ts';

const { counted, logits }: { counted: number; logits: Readonly<Record<string, readonly (readonly number[])[]>> } =
  JSON.parse(readFileSync(new URL('fixtures/torchvision-input/networks.json', import.meta.url), 'utf8'));
const numClasses = 12;
/** Numbers of a tensor are drawn so far, and then repeated: to draw all of them would take most of the test's time. */
const period = 9973;

const workingDirectory = temporaryFolder();
afterAll(() => rmSync(workingDirectory, { recursive: true }));
const run = (line: string) => runCommand(line.split(' '), { workingDirectory });

/** Draws a tensor as the script's `draw` does. */
function drawTensor(name: string, shape: readonly number[]): SafetensorsTensor {
  const [, ...fan] = shape;
  const isScale = name.endsWith('.weight') || name.endsWith('.running_var');
  const [centre, bound] =
    fan.length > 0
      ? [0, Math.sqrt(6 / fan.reduce((product, length) => product * length, 1))]
      : isScale
        ? [1, 0.25]
        : [0, 0.05];
  const random = new RandomStream(0, 'torchvision', name);
  const data = new Float32Array(sizeOf(shape));
  for (let at = 0; at < data.length; at++) {
    data[at] = at < period ? centre + (random.uniform(at) * 2 - 1) * bound : data[at - period];
  }
  return { dtype: 'F32', shape, data };
}

function drawState(name: ModelName): Map<string, SafetensorsTensor> {
  const model = createModel({ name, options: { numClasses, inChannels: 3 } }, 224);
  return new Map(
    [...model.namedTensors()].map(([each, tensor]) => {
      const isCount = tensor instanceof ModuleBuffer && tensor.isCount;
      const count: SafetensorsTensor = { dtype: 'I64', shape: [], data: BigInt64Array.of(BigInt(counted)) };
      return [each, isCount ? count : drawTensor(each, tensor.shape)];
    }),
  );
}

/** Logits of an imported run for pictures that are prepared as its task says. */
async function logitsOf(source: string, files: readonly string[]): Promise<Float32Array> {
  const { model, task } = loadModel(source, { workingDirectory });
  const { form, shape } = task.input;
  const preparer = new ImagePreparer({ ...form, imageSize: shape[1], normalization: task.input });
  const images = new Float32Array(files.length * sizeOf(shape));
  for (const [index, file] of files.entries()) {
    const { pixels } = await readPicture(join(workingDirectory, file), file, { form });
    preparer.prepareInto(pixels, 0, images, index);
  }
  return withEngine('onnxruntime', async (engine) => {
    await using predictor = await Predictor.open(engine, model, shape, files.length);
    return Float32Array.from((await predictor.predict(images, files.length)).logits);
  });
}

describe.each<[ModelName, title: string, tensors: number, heads: string]>([
  ['googlenet-bn', 'GoogLeNet-BN', 364, ', with auxiliary heads'],
  ['resnet18', 'ResNet-18', 122, ''],
])('a file of %s', (name, title, tensors, heads) => {
  it('is found, and takes pictures for what torchvision takes them for', async () => {
    writeFileSync(join(workingDirectory, `${name}.pth`), encodeLegacy(drawState(name)));
    expect((await run(`import ${name}.pth --out ${name}`)).stdout).toBe(
      `imported ${tensors} tensors from ${name}.pth (torch.save) into ${name}/weights/last.safetensors\n` +
        `${title} for ${numClasses} classes and images of 3×224×224${heads}\n`,
    );
    const { tensors: imported } = readSafetensors(join(workingDirectory, name, 'weights/last.safetensors'));
    const count = [...imported].find(([each]) => each.endsWith('num_batches_tracked'))?.[1];
    expect(Number(count?.data[0])).toBe(counted);

    for (const each of torchvisionCases) {
      writeFileSync(join(workingDirectory, `${each.rows}.png`), await torchvisionPicture(each));
    }
    const files = torchvisionCases.map(({ rows }) => `${rows}.png`);
    const { stdout } = await run(`predict ${name} ${files.join(' ')} --top 1 --json`);
    const best = JSON.parse(stdout).predictions.map(({ classes }: { classes: { name: string }[] }) => classes[0].name);
    expect(best).toEqual(logits[name].map((row) => String(row.indexOf(Math.max(...row)))));
    expect(relativeL2(await logitsOf(name, files), Float64Array.from(logits[name].flat()))).toBeLessThan(1e-5);
  });
});
