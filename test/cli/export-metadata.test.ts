// Whoever follows an exported model's metadata, and nothing else, gets the answers of `googlenet predict`.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, it } from 'vitest';
import { loadRuntime } from '../../src/engines/onnxruntime/load-runtime.ts';
import { softmax } from '../../src/evaluation/softmax.ts';
import { float32Tensors, writeSafetensors } from '../../src/formats/safetensors.ts';
import { torchvisionInput } from '../../src/images/torchvision-input.ts';
import { GoogLeNet } from '../../src/models/googlenet.ts';
import { printTask, type Task } from '../../src/tasks/task.ts';
import { followMetadata } from '../support/follow-metadata.ts';
import { checkOnnxStructure } from '../support/onnx-structure.ts';
import { drawParityWeights } from '../support/parity-fixtures.ts';
import { runCommand, temporaryFolder } from './context.ts';

const { InferenceSession, Tensor } = await loadRuntime();
const workingDirectory = temporaryFolder();
afterAll(() => rmSync(workingDirectory, { recursive: true }));

const shirt = (fill: string) =>
  Buffer.from(
    `<svg width="200" height="160"><path fill="${fill}" d="M60 20h25l15 12 15-12h25l35 40-22 18-15-12v75H62V66l-15 12-22-18z"/></svg>`,
  );
const boot = Buffer.from('<svg width="90" height="200"><path fill="#d0b080" d="M20 10h30v110l30 30v30H20z"/></svg>');
const bag = Buffer.from('<svg width="18" height="14"><path fill="#202020" d="M5 0h8v5h5v9H0V5h5z"/></svg>');
const onGround = (background: string, thing: Buffer, width = 240, height = 200) =>
  sharp({ create: { width, height, channels: 4, background } }).composite([{ input: thing }]);

const pictures: Readonly<Record<string, () => Promise<Buffer>>> = {
  'catalogue.jpg': () => onGround('#f4efe6', shirt('#204060')).flatten().jpeg({ quality: 90 }).toBuffer(),
  'dark-ground.png': () => onGround('#101418', boot).png().toBuffer(),
  'cut-out.png': () => onGround('#00000000', shirt('#c04040'), 260, 160).png().toBuffer(),
  'small.png': () => onGround('#ffffff', bag, 28, 28).png().toBuffer(),
};

/** Follows what an exported model says, for one picture. */
async function openInOnnxRuntime(file: string) {
  const bytes = readFileSync(join(workingDirectory, file));
  const { metadata_props } = checkOnnxStructure(bytes);
  const metadata: Readonly<Record<string, string>> = Object.fromEntries(
    metadata_props.map(({ key, value }) => [key, value]),
  );
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 });
  const size = Number(metadata.input_size);
  return {
    metadata,
    probabilitiesOf: async (picture: string, told = metadata) => {
      const input = await followMetadata(told, readFileSync(join(workingDirectory, picture)));
      const shape = [1, input.length / size ** 2, size, size];
      const { logits } = await session.run({ input: new Tensor('float32', input, shape) });
      return softmax(logits.data as Float32Array);
    },
    release: () => session.release(),
  };
}

it('gives a stranger the class and the probabilities of predict', async () => {
  const model = new GoogLeNet();
  drawParityWeights(model);
  mkdirSync(join(workingDirectory, 'run/weights'), { recursive: true });
  writeSafetensors(join(workingDirectory, 'run/weights/last.safetensors'), float32Tensors(model.stateDict()));
  for (const [name, make] of Object.entries(pictures)) writeFileSync(join(workingDirectory, name), await make());
  expect((await runCommand(['export', 'run', '--out', 'model.onnx'], { workingDirectory })).exitCode).toBe(0);
  const words = ['predict', 'run', ...Object.keys(pictures), '--json', '--top', '10'];
  const { predictions } = JSON.parse((await runCommand(words, { workingDirectory })).stdout);
  expect(predictions.map(({ inverted }: { inverted: boolean }) => inverted)).toEqual([true, false, false, true]);

  const { metadata, probabilitiesOf, release } = await openInOnnxRuntime('model.onnx');
  for (const { file: picture, classes } of predictions) {
    const followed = await probabilitiesOf(picture);
    expect(classes[0].label, picture).toBe(followed.indexOf(Math.max(...followed)));
    expect(JSON.parse(metadata.classes)[classes[0].label]).toBe(classes[0].name);
    const difference = (told: readonly number[]) =>
      Math.max(
        ...classes.map((each: { label: number; probability: number }) => Math.abs(each.probability - told[each.label])),
      );
    expect(difference(followed), picture).toBeLessThan(1e-4);
    // The probabilities depend on what the metadata say about ground and trimming.
    if (picture === 'catalogue.jpg') {
      expect(difference(await probabilitiesOf(picture, { ...metadata, invert: 'never' }))).toBeGreaterThan(1e-3);
      expect(difference(await probabilitiesOf(picture, { ...metadata, trim: 'false' }))).toBeGreaterThan(1e-3);
    }
  }
  await release();
});

it('gives a stranger what predict gives of pictures that are prepared as torchvision does', async () => {
  const model = new GoogLeNet({ numClasses: 4, inChannels: 3 });
  drawParityWeights(model);
  const task: Task = {
    model: { name: 'googlenet', options: { numClasses: 4, inChannels: 3 } },
    data: { name: 'folder' },
    input: torchvisionInput({ transformInput: true }),
    classNames: ['a', 'b', 'c', 'd'],
  };
  const weights = join(workingDirectory, 'colour.safetensors');
  writeSafetensors(weights, float32Tensors(model.stateDict()), { task: printTask(task) });
  // The first has 507.03 columns, which become 507, 283 / 2 of them too many on the left; the second has 524.8 rows: 524.
  const sides = { 'wide.png': [204, 103], 'high.png': [100, 205] } as const;
  for (const [name, [width, height]] of Object.entries(sides)) {
    writeFileSync(join(workingDirectory, name), await onGround('#80a0c0', bag, width, height).png().toBuffer());
  }
  await runCommand(['export', 'colour.safetensors', '--out', 'colour.onnx'], { workingDirectory });
  const words = ['predict', 'colour.safetensors', ...Object.keys(sides), '--json'];
  const { predictions } = JSON.parse((await runCommand(words, { workingDirectory })).stdout);
  const { metadata, probabilitiesOf, release } = await openInOnnxRuntime('colour.onnx');
  for (const { file, classes } of predictions) {
    const difference = (told: readonly number[]) =>
      Math.max(
        ...classes.map((each: { label: number; probability: number }) => Math.abs(each.probability - told[each.label])),
      );
    expect(difference(await probabilitiesOf(file)), file).toBeLessThan(1e-4);
    expect(difference(await probabilitiesOf(file, { ...metadata, shorter_side: '240' }))).toBeGreaterThan(1e-3);
  }
  await release();
});
