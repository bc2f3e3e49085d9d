// The page and the command line agree: what the playground computes in WebAssembly for a picture, and what
// `googlenet predict` says of the same picture as a file.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web/wasm';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodePicture } from '../../../src/data/decode-picture.ts';
import { fashionMnistForm as form } from '../../../src/data/fashion-mnist/files.ts';
import { webWasm } from '../../../src/engines/onnxruntime/hosts/web-wasm.ts';
import { softmax } from '../../../src/evaluation/softmax.ts';
import { float32Tensors, writeSafetensors } from '../../../src/formats/safetensors.ts';
import { preparePicture } from '../../../src/images/picture.ts';
import { GoogLeNet } from '../../../src/models/googlenet.ts';
import { ModelExports } from '../../../src/studio/server/model-exports.ts';
import { tutorialTask } from '../../../src/tasks/task.ts';
import { runCommand, temporaryFolder } from '../../../test/cli/context.ts';
import { drawParityWeights, readPictures } from '../../../test/support/parity-fixtures.ts';
import { Drawing, drawingSide } from './drawing.ts';
import { measureOcclusion, type OcclusionProgress } from './measure-occlusion.ts';
import { type ByteImage, networkInput } from './network-input.ts';
import { NetworkSession } from './network-session.ts';
import { planOcclusion } from './occlusion.ts';

const folder = temporaryFolder();
let session: NetworkSession;
const { input } = tutorialTask();

function imageOf(pixels: Uint8Array): ByteImage {
  return { channels: 1, rows: 28, columns: 28, pixels };
}

beforeAll(async () => {
  const model = new GoogLeNet();
  drawParityWeights(model);
  mkdirSync(join(folder, 'run/weights'), { recursive: true });
  writeSafetensors(join(folder, 'run/weights/best.safetensors'), float32Tensors(model.stateDict()));
  ort.env.wasm.wasmBinary = readFileSync(
    createRequire(import.meta.url).resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'),
  );
  const { bytes } = await new ModelExports().find(join(folder, 'run'), undefined);
  session = await NetworkSession.open(await webWasm(ort, 1), bytes(), input.shape);
});
afterAll(async () => {
  await session.close();
  rmSync(folder, { recursive: true });
});

interface CommandLineAnswer {
  readonly inverted: boolean;
  /** By class. */
  readonly probabilities: readonly number[];
}

/** @param pixels [28, 28] */
async function onThePage(pixels: Uint8Array): Promise<readonly number[]> {
  return softmax((await session.run(networkInput(imageOf(pixels), input))).logits);
}

async function onTheCommandLine(line: string): Promise<CommandLineAnswer> {
  const command = ['predict', 'run', ...line.split(' '), '--json', '--top', '10'];
  const { stdout, stderr } = await runCommand(command, { workingDirectory: folder });
  expect(stderr).toBe('');
  const [{ inverted, classes }] = JSON.parse(stdout).predictions;
  const probabilities = classes
    .toSorted((a: { label: number }, b: { label: number }) => a.label - b.label)
    .map(({ probability }: { probability: number }) => probability);
  return { inverted, probabilities };
}

function expectSame(page: readonly number[], commandLine: CommandLineAnswer, inverted = false): void {
  expect(commandLine.inverted).toBe(inverted);
  expect(page).toHaveLength(10);
  for (const [label, probability] of page.entries()) {
    expect(Math.abs(probability - commandLine.probabilities[label]), `class ${label}`).toBeLessThan(1e-4);
  }
}

describe('the page and `googlenet predict` agree', () => {
  it('on a test image', async () => {
    const { images } = await readPictures();
    const pixels = images.slice(784, 2 * 784);
    await sharp(pixels, { raw: { width: 28, height: 28, channels: 1 } })
      .png()
      .toFile(join(folder, 'test.png'));
    const page = await onThePage(pixels);
    expectSame(page, await onTheCommandLine('test.png'));
    // Another image has another answer: the numbers tell something.
    const other = await onThePage(images.slice(0, 784));
    expect(Math.max(...page.map((probability, label) => Math.abs(probability - other[label])))).toBeGreaterThan(1e-3);
  });

  it('on a photo in colour, dark on light', async () => {
    const shirt =
      '<svg width="640" height="480"><path fill="#204060" d="M200 90h90l30 30 30-30h90l90 110-60 50-40-40v210H220V210l-40 40-60-50z"/></svg>';
    const photo = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#f4efe6' } })
      .composite([{ input: Buffer.from(shirt) }])
      .jpeg({ quality: 85 })
      .toBuffer();
    writeFileSync(join(folder, 'photo.jpg'), photo);
    const decoded = await decodePicture(photo, 'photo.jpg', { form });
    expect(decoded.inverted).toBe(true);
    const inverted = await onThePage(decoded.pixels);
    for (const line of ['photo.jpg', '--invert photo.jpg', '--invert yes photo.jpg']) {
      expectSame(inverted, await onTheCommandLine(line), true);
    }
    const asItIs = await onThePage((await decodePicture(photo, 'photo.jpg', { form, invert: 'no' })).pixels);
    expectSame(asItIs, await onTheCommandLine('photo.jpg --invert=no'));
    expect(Math.max(...inverted.map((probability, label) => Math.abs(probability - asItIs[label])))).toBeGreaterThan(
      1e-3,
    );
  });

  it('on a drawing that was saved', async () => {
    const drawing = new Drawing();
    drawing.begin(50, 255, { x: 90, y: 40 });
    for (const [x, y] of [
      [200, 45],
      [120, 120],
      [190, 130],
      [130, 240],
      [180, 250],
    ])
      drawing.extend({ x, y });
    drawing.begin(20, 0, { x: 150, y: 180 });
    await sharp(drawing.pixels, { raw: { width: drawingSide, height: drawingSide, channels: 1 } })
      .png()
      .toFile(join(folder, 'drawing.png'));
    expectSame(
      await onThePage(preparePicture(drawing.picture, form, 'no').pixels),
      await onTheCommandLine('drawing.png'),
    );
  });
});

describe('the occlusion map', () => {
  it('says how much each patch takes away, from coarse to fine, until it is ended', async () => {
    const { images } = await readPictures();
    const image = networkInput(imageOf(images.slice(0, 784)), input);
    const plan = { ...planOcclusion(96, 'coarse'), patch: 48, stride: 48 };
    const seen: OcclusionProgress[] = [];
    await measureOcclusion(session, { image, plan, label: 3 }, (progress) => seen.push(progress) > 0);
    const { done, total, values } = seen.at(-1) as OcclusionProgress;
    expect([seen[0].done, done, total]).toEqual([0, 4, 4]);
    // The upper left quarter black, computed once more by hand.
    const occluded = image.map((level, at) => (at % 96 < 48 && at < 96 * 48 ? 0 : level));
    const drop = softmax((await session.run(image)).logits)[3] - softmax((await session.run(occluded)).logits)[3];
    expect(values[0]).toBeCloseTo(drop, 5);
    expect(values[47 * 96 + 47]).toBeCloseTo(drop, 5);
    expect(Math.abs(values[47 * 96 + 48] - drop)).toBeGreaterThan(1e-5);

    const few: OcclusionProgress[] = [];
    await measureOcclusion(
      session,
      { image, plan: planOcclusion(96, 'fine'), label: 3 },
      (progress) => few.push(progress) < 3,
    );
    expect(few.map((progress) => progress.done)).toEqual([0, 8, 16]);
  });
});

describe('activations', () => {
  it('are those of the first image, with their shapes', async () => {
    const { images } = await readPictures();
    const image = networkInput(imageOf(images.slice(0, 784)), input);
    const { activations } = await session.run(image, ['model.8.channel3', 'model.18']);
    expect(activations['model.8.channel3'].shape).toEqual([32, 12, 12]);
    expect(activations['model.18'].values).toHaveLength(1024 * 9);
    expect(Math.min(...activations['model.8.channel3'].values)).toBe(0);
    const two = Float32Array.of(...image, ...new Float32Array(image.length));
    const both = await session.run(two, ['model.8.channel3']);
    expect(both.activations['model.8.channel3'].values).toEqual(activations['model.8.channel3'].values);
  });
});
