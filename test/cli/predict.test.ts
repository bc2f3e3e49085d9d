import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InMemoryDataset } from '../../src/data/dataset.ts';
import { DataLoader } from '../../src/data/loader.ts';
import { openEngine } from '../../src/engines/open-engine.ts';
import { predictDataset } from '../../src/evaluation/predict-dataset.ts';
import { softmax } from '../../src/evaluation/softmax.ts';
import { writeSafetensors } from '../../src/formats/safetensors.ts';
import { GoogLeNet } from '../../src/models/googlenet.ts';
import { drawParityWeights, readPictures } from '../support/parity-fixtures.ts';
import { runCommand, temporaryFolder } from './context.ts';

describe('googlenet predict', () => {
  const workingDirectory = temporaryFolder();
  const model = new GoogLeNet();
  let dataset: InMemoryDataset;
  const run = (line: string) => runCommand(['predict', ...line.split(' ')], { workingDirectory });
  const inFolder = (name: string) => join(workingDirectory, name);
  const grey = (index: number) =>
    sharp(dataset.images.subarray(784 * index, 784 * (index + 1)), { raw: { width: 28, height: 28, channels: 1 } });

  afterAll(() => rmSync(workingDirectory, { recursive: true }));
  beforeAll(async () => {
    drawParityWeights(model);
    const tensors = [...model.stateDict()].map(([name, tensor]) => [name, { dtype: 'F32', ...tensor }] as const);
    mkdirSync(inFolder('run/weights'), { recursive: true });
    writeSafetensors(inFolder('run/weights/last.safetensors'), new Map(tensors));
    dataset = await readPictures();
    for (const index of [0, 1, 2])
      await grey(index)
        .png()
        .toFile(inFolder(`${index}.png`));
    await grey(1).negate().png().toFile(inFolder('dark.png'));
    writeFileSync(inFolder('text.png'), 'not a picture');
    writeFileSync(inFolder('cut.png'), readFileSync(inFolder('0.png')).subarray(0, 200));
  });

  it('prints the classes with bars, the most probable first, and JSON of the same', async () => {
    const text = await run('run 0.png 1.png --top 3');
    expect([text.exitCode, text.stderr]).toEqual([0, '']);
    expect(text.stdout).toMatch(
      /^weights of run\/weights\/last\.safetensors\n\n0\.png · not inverted \(dark ground\)\n( {2}\S.*[━─]{24} +\d+\.\d\d %\n){3}\n1\.png · not inverted \(dark ground\)\n( {2}.* %\n){3}$/,
    );

    const { weights, predictions, errors } = JSON.parse((await run('run 0.png 1.png --json --top 10')).stdout);
    expect([weights, errors]).toEqual(['run/weights/last.safetensors', []]);
    for (const { classes } of predictions) {
      const probabilities = classes.map(({ probability }: { probability: number }) => probability);
      expect(probabilities.reduce((sum: number, value: number) => sum + value)).toBeCloseTo(1, 12);
      expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
    }
    expect(text.stdout).toContain(`${predictions[0].classes[0].name} `);
    expect(text.stdout).toContain(`${(predictions[0].classes[0].probability * 100).toFixed(2)} %`);
  });

  it('sees the PNG of an image of the dataset as training does, negated or not', async () => {
    const two = { ...dataset, count: 2, images: dataset.images.subarray(0, 2 * 784), labels: new Uint8Array(2) };
    const loader = new DataLoader(two, { batchSize: 2, imageSize: 96, shuffle: false });
    const engine = await openEngine('auto');
    const { logits, classCount } = await predictDataset(engine, model, loader);
    await engine.close();
    const expected = [0, 1].map((index) => softmax(logits.subarray(index * classCount, (index + 1) * classCount)));
    const probabilitiesOf = async (line: string): Promise<readonly number[][]> => {
      const { predictions } = JSON.parse((await run(`${line} --json --top 10`)).stdout);
      return predictions.map(({ classes }: { classes: { label: number; probability: number }[] }) =>
        classes.sort((a, b) => a.label - b.label).map(({ probability }) => probability),
      );
    };
    expect(await probabilitiesOf('run 0.png 1.png')).toEqual(expected);
    const [zero, one] = await probabilitiesOf('run 0.png dark.png --invert');
    expect(one).toEqual(expected[1]);
    expect(zero).not.toEqual(expected[0]);
  });

  it('inverts where the ground is light, or as it is told, and says which', async () => {
    const { data, info } = await grey(1).negate().resize(56, 56).raw().toBuffer({ resolveWithObject: true });
    // Dark on light all along its edge, as in a catalogue.
    const catalogue = sharp(data, { raw: { width: 56, height: 56, channels: info.channels } });
    await catalogue
      .extend({ top: 9, bottom: 9, left: 9, right: 9, background: '#ffffff' })
      .toFile(inFolder('light.png'));
    const headings = async (line: string) => (await run(`${line} --top 1`)).stdout.match(/^\S+\.png .*$/gm);
    expect(await headings('run 0.png light.png')).toEqual([
      '0.png · not inverted (dark ground)',
      'light.png · inverted (light ground)',
    ]);
    // Alone it means yes, as it always did; a word that is none of its values is a picture.
    const yes = ['0.png · inverted (--invert yes)', 'light.png · inverted (--invert yes)'];
    expect(await headings('run --invert 0.png light.png')).toEqual(yes);
    expect(await headings('run 0.png light.png --invert')).toEqual(yes);
    expect(await headings('--invert=yes run 0.png light.png')).toEqual(yes);
    expect(await headings('run --invert no light.png')).toEqual(['light.png · not inverted (--invert no)']);
    expect((await run('run light.png --lang zh')).stdout).toContain('\nlight.png · 已反色（背景较亮）\n');
    const { predictions } = JSON.parse((await run('run 0.png light.png --json')).stdout);
    expect(predictions.map(({ inverted }: { inverted: boolean }) => inverted)).toEqual([false, true]);
    expect(await run('run 0.png --invert=perhaps')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: "error INVALID_OPTION: --invert is 'perhaps', expected one of auto, yes, no\n",
    });
  });

  it('goes on behind pictures that cannot be read, and fails at the end', async () => {
    const { exitCode, stdout, stderr } = await run('run text.png 0.png cut.png missing.png');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('\n0.png · not inverted (dark ground)\n');
    expect(stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(
        /^error INVALID_DATA: text\.png: is a text file, not a PNG, JPEG, WebP, GIF, AVIF or TIFF picture · hint: give a picture/,
      ),
      expect.stringMatching(/^error INVALID_DATA: cut\.png: the picture cannot be decoded: .* · hint: it is damaged/),
      expect.stringMatching(/^error INVALID_DATA: missing\.png: cannot be read: no such file or directory/),
    ]);
    const json = JSON.parse((await run('run text.png --json')).stdout);
    expect(json).toMatchObject({ predictions: [], errors: [{ file: 'text.png', code: 'INVALID_DATA' }] });
  });

  it('prints no name that could steer the terminal or pretend to be a line, and keeps it in JSON', async () => {
    const [picture, missing] = ['a\n\u001b[31mb\u202egnp.png', 'no\nerror \u009b2J\u202e.png'];
    writeFileSync(inFolder(picture), readFileSync(inFolder('0.png')));
    const argv = ['predict', 'run', picture, missing, '--top', '1'];
    const { stdout, stderr } = await runCommand(argv, { workingDirectory });
    expect(stdout).toMatch(/^weights of .*\n\na \ufffd\[31mb\ufffdgnp\.png.*\n {2}\S.* %\n$/);
    expect(stderr).toMatch(/^error INVALID_DATA: no error \ufffd2J\ufffd\.png: .*\n$/);
    const json = (await runCommand([...argv, '--json'], { workingDirectory })).stdout;
    expect(json.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    expect(JSON.parse(json)).toMatchObject({ predictions: [{ file: picture }], errors: [{ file: missing }] });
    const hint = await runCommand(['export', 'no\u001b[2J', '--out', 'x\u202e', '--debug'], { workingDirectory });
    expect(hint.stderr.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  });

  it('predicts more pictures than fit into a batch', async () => {
    const images = Array.from({ length: 35 }, (_, index) => `${index % 3}.png`);
    const { predictions } = JSON.parse((await run(`run ${images.join(' ')} --json`)).stdout);
    expect(predictions.map(({ file }: { file: string }) => file)).toEqual(images);
    expect(predictions[33].classes[0].label).toEqual(predictions[0].classes[0].label);
    expect(predictions[33].classes[0].probability).toBeCloseTo(predictions[0].classes[0].probability, 5);
  });

  it('speaks Chinese', async () => {
    const { stdout } = await run('run 0.png --lang zh --top 10');
    expect(stdout).toMatch(/^权重来自 run\/weights\/last\.safetensors\n/);
    // Names of three letters take six columns.
    for (const name of [/^ {2}连衣裙 {2}[━─]/m, /^ {2}短靴 {4}[━─]/m, /^ {2}T恤 {5}[━─]/m])
      expect(stdout).toMatch(name);
    expect((await run('run 0.png --lang zh --top 10 --json')).stdout).toContain('"Ankle boot"');
  });

  it('refuses missing words and impossible values at once', async () => {
    expect(await runCommand(['predict', '--top', '0'], { workingDirectory })).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        "error INVALID_OPTION: --top is '0', expected a whole number of at least 1\n" +
        'error INVALID_OPTION: IMAGE… is missing, expected at least one picture · hint: googlenet predict photo.jpg\n',
    });
    const alone = await run('run');
    expect([alone.exitCode, alone.stderr]).toEqual([
      2,
      'error INVALID_OPTION: IMAGE… is missing, expected at least one picture · hint: give one behind run\n',
    ]);
  });

  it('says in a note which counts are more than there is, and what has no effect', async () => {
    const cores = availableParallelism();
    const { exitCode, stdout, stderr, notes } = await run('run 0.png --json --image-size 1 --top 50 --threads 100000');
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout).predictions[0].classes).toHaveLength(10);
    expect(notes).toEqual(
      expect.arrayContaining([
        '--top is 50, more than the classes that there are: taken as 10',
        `--threads is 100000, more than the cores of this machine: taken as ${cores}`,
      ]),
    );
    const reference = await run('run 0.png --image-size 1 --engine reference --threads 1 --onednn none.so');
    expect(reference.exitCode).toBe(0);
    expect(reference.notes).toEqual(
      expect.arrayContaining([
        '--threads has no effect on the engine reference, which computes on one thread',
        '--onednn has no effect on the engine reference',
      ]),
    );
  });

  it('fails where the weights overflow, without a class or a NaN %', async () => {
    const tensors = [...model.namedParameters()].map(([name, { shape, data }]) => {
      const isLast = name === 'model.21.weight' || name === 'model.18.channel1.0.bias';
      return [name, { dtype: 'F32', shape, data: new Float32Array(data.length).fill(isLast ? 1e30 : 0) }] as const;
    });
    writeSafetensors(inFolder('huge.safetensors'), new Map(tensors));
    expect(await run('huge.safetensors 0.png --image-size 32')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr:
        'error NOT_FINITE: 0.png: nothing can be predicted, the values of model.21 are not finite · hint: the weights are too large: use those of a training that did not diverge\n',
    });
  });

  it('takes any size of images, and another engine', async () => {
    const { exitCode, stderr } = await run('run 0.png --image-size 1 --engine reference');
    expect([exitCode, stderr]).toEqual([0, '']);
  });
});
