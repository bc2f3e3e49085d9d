// A folder of pictures, from `train --data` to everything that a run is good for.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors } from '../../src/formats/safetensors.ts';
import { runCommand, temporaryFolder, type World } from './context.ts';

const workingDirectory = temporaryFolder();
const cache = temporaryFolder();
afterAll(() => {
  for (const folder of [workingDirectory, cache]) rmSync(folder, { recursive: true });
});

const run = (line: string, world: World = {}) =>
  runCommand(line.split(' '), { workingDirectory, env: { XDG_CACHE_HOME: cache }, ...world });
const inFolder = (...names: string[]) => join(workingDirectory, ...names);
const readJson = (...names: string[]) => JSON.parse(readFileSync(inFolder(...names), 'utf8'));

const colours: Readonly<Record<string, readonly [number, number, number]>> = {
  'blue things': [30, 60, 200],
  green: [40, 170, 60],
  rød: [210, 40, 30],
};
const perClass = 12;
/** Small, quick and deterministic; nothing is varied, so that what is learned is learned in a few steps. */
const options = '--model lenet --batch-size 6 --epochs 3 --lr 0.05 --augment none --engine reference --quiet';

/** Each picture has its own size and its own shade. */
async function writePictures(folder: string): Promise<void> {
  for (const [name, [red, green, blue]] of Object.entries(colours)) {
    mkdirSync(inFolder(folder, name), { recursive: true });
    for (let index = 0; index < perClass; index++) {
      const background = { r: red + index, g: green + 2 * index, b: blue - index };
      const picture = sharp({ create: { width: 20 + 3 * index, height: 31 - index, channels: 3, background } });
      const [ending, encoded] = index % 2 === 0 ? ['png', picture.png()] : ['JPG', picture.jpeg({ quality: 95 })];
      await encoded.toFile(inFolder(folder, name, `${index}.${ending}`));
    }
  }
  writeFileSync(inFolder(folder, 'green', 'broken.png'), 'this is no picture');
  writeFileSync(inFolder(folder, 'green', '.DS_Store'), 'hidden');
}

function snapshot(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return names.map((name) => {
    const { mtimeMs, size, mode } = statSync(join(folder, name));
    return `${name} ${size} ${mtimeMs} ${mode}`;
  });
}

describe('a folder of pictures', () => {
  beforeAll(() => writePictures('photos'));

  it('is trained on in colour, with a validation part, and left as it is', async () => {
    const before = snapshot(inFolder('photos'));
    const result = await run(`train --data photos --run first ${options}`);
    expect([result.exitCode, result.stderr]).toEqual([
      0,
      'warning: left out: green/broken.png: is a text file, not a PNG, JPEG, WebP, GIF, AVIF or TIFF picture\n',
    ]);
    expect(result.stdout).toMatch(/epoch 003\/3 · .* val accuracy \d+\.\d\d %/);
    expect(snapshot(inFolder('photos'))).toEqual(before);

    const { task, options: saved } = readJson('first', 'config.json');
    expect(task).toMatchObject({
      model: { name: 'lenet', options: { numClasses: 3, inChannels: 3 } },
      data: { name: 'folder', path: inFolder('photos') },
      input: { shape: [3, 28, 28], form: { fit: 'crop', ground: 'none', trim: false, background: [255, 255, 255] } },
      classNames: Object.keys(colours),
    });
    expect(task.input.mean).toHaveLength(3);
    expect([saved.normalize, saved.momentum]).toEqual([
      { value: 'dataset', source: 'default' },
      { value: 0.9, source: 'default' },
    ]);
    const { parts, leftOut } = readJson('first', 'files.json');
    // A fifth of twelve of each class.
    expect([parts.train.length, parts.val.length, leftOut.length]).toEqual([30, 6, 1]);
    const { metadata } = readSafetensors(inFolder('first/weights/best.safetensors'));
    expect(JSON.parse(metadata.task)).toEqual(task);
    const lines = readFileSync(inFolder('first/metrics.jsonl'), 'utf8').trimEnd().split('\n');
    const last = JSON.parse(lines.at(-1) ?? '');
    expect([typeof last.valAccuracy, last.testAccuracy]).toEqual(['number', undefined]);
  });

  it('gives the same bytes when it is resumed, and from the cache', async () => {
    const whole = readFileSync(inFolder('first/weights/last.safetensors'));
    const stopped = await run(`train --data photos --run second ${options}`, {
      signalAfter: (printed) => (printed.includes('epoch 001') ? 'SIGINT' : undefined),
    });
    expect(stopped.exitCode).toBe(130);
    expect((await run('train --resume second --quiet')).exitCode).toBe(0);
    expect(readFileSync(inFolder('second/weights/last.safetensors')).equals(whole)).toBe(true);
  });

  it('refuses to go on where a picture is gone or another one, and leaves out what is new', async () => {
    cpSync(inFolder('photos'), inFolder('changing'), { recursive: true, preserveTimestamps: true });
    const begun = await run(`train --data changing --run third ${options}`, {
      signalAfter: (printed) => (printed.includes('epoch 001') ? 'SIGINT' : undefined),
    });
    expect(begun.exitCode).toBe(130);
    cpSync(inFolder('changing/green/0.png'), inFolder('changing/green/more.png'));
    expect((await run('train --resume third --epochs 3 --quiet')).exitCode).toBe(0);
    rmSync(inFolder('changing/rød/3.JPG'));
    expect((await run('train --resume third --epochs 4 --quiet --hold-schedule')).stderr).toContain(
      'is not what it was when this run began: rød/3.JPG (gone or unreadable)',
    );
  });

  it('is evaluated, predicted, exported and reported on by what the run says of it', async () => {
    const predicted = await run('predict first photos/green/0.png --json --top 9');
    const [{ classes, inverted }] = JSON.parse(predicted.stdout).predictions;
    expect([classes.length, inverted]).toEqual([3, false]);
    expect(new Set(classes.map(({ name }: { name: string }) => name))).toEqual(new Set(Object.keys(colours)));
    const evaluation = JSON.parse((await run('evaluate first --split val --json')).stdout);
    expect(evaluation).toMatchObject({ classNames: Object.keys(colours), dataset: { name: 'photos/val', images: 6 } });
    expect((await run('export first --out first.onnx')).exitCode).toBe(0);
    expect((await run('report first')).exitCode).toBe(0);
    expect(existsSync(inFolder('first/report.html'))).toBe(true);
  });

  it('is predicted whole, into a table, and by an exported model as by the run', async () => {
    const told = await run('predict first photos --csv all.csv');
    expect([told.exitCode, told.stdout]).toEqual([1, '36 pictures predicted, written to all.csv\n']);
    expect(told.stderr).toMatch(/^error INVALID_DATA: photos\/green\/broken\.png: is a text file, not a PNG/);
    const [heading, ...lines] = readFileSync(inFolder('all.csv'), 'utf8').trimEnd().split('\r\n');
    expect(heading).toBe('file,class,probability');
    expect(lines).toHaveLength(36);
    expect(lines[0]).toMatch(/^photos\/blue things\/0\.png,(blue things|green|rød),0\.\d{6}$/);
    expect((await run('predict first photos --csv all.csv')).stderr).toContain(
      "--csv is 'all.csv', which exists already",
    );

    for (const softmax of ['', ' --softmax']) {
      rmSync(inFolder('first.onnx'), { force: true });
      expect((await run(`export first --out first.onnx${softmax}`)).exitCode).toBe(0);
      const [ofRun, ofModel] = await Promise.all(
        ['first', 'first.onnx'].map(async (source) => {
          const { stdout } = await run(`predict ${source} photos/green photos/rød/1.JPG --json`);
          return JSON.parse(stdout).predictions;
        }),
      );
      expect(ofModel).toHaveLength(13);
      for (const [place, { file, classes }] of ofModel.entries()) {
        expect(file).toBe(ofRun[place].file);
        for (const { name, probability } of classes) {
          const other = ofRun[place].classes.find((each: { name: string }) => each.name === name);
          expect(Math.abs(other.probability - probability)).toBeLessThan(1e-4);
        }
      }
    }
    writeFileSync(inFolder('no.onnx'), 'no model');
    expect((await run('predict no.onnx photos')).stderr).toMatch(
      /^error INVALID_FILE: no\.onnx: is a text file, not an exported model/,
    );
    writeFileSync(inFolder('empty.onnx'), '');
    expect((await run('predict empty.onnx photos')).stderr).toMatch(/empty\.onnx: is an empty file, not an exported/);
    expect((await run('predict missing.onnx photos')).exitCode).toBe(2);
  });

  it('is tested on another folder, whose classes are found by name', async () => {
    mkdirSync(inFolder('elsewhere'));
    // In another order, and one of them fewer.
    for (const name of ['rød', 'green'])
      cpSync(inFolder('photos', name), inFolder('elsewhere', name), { recursive: true });
    const { stdout, stderr } = await run('evaluate first --data elsewhere --json');
    expect(stderr).toContain('warning: left out: green/broken.png');
    const { classes, dataset } = JSON.parse(stdout);
    expect(dataset).toMatchObject({ name: 'elsewhere/train', images: 24 });
    expect(classes.map(({ name, support }: { name: string; support: number }) => [name, support])).toEqual([
      ['blue things', 0],
      ['green', 12],
      ['rød', 12],
    ]);
    expect(readJson('first', 'evaluation-on-elsewhere-train.json').dataset.images).toBe(24);
    cpSync(inFolder('photos/green'), inFolder('elsewhere/yellow'), { recursive: true });
    expect((await run('evaluate first --data elsewhere')).stderr).toMatch(
      /yellow: the network knows no such class · hint: its classes are blue things, green, rød\n$/,
    );
  });

  it('begins with weights of other classes by drawing the last layer anew, and keeps what is frozen', async () => {
    cpSync(inFolder('photos'), inFolder('two'), { recursive: true });
    rmSync(inFolder('two/rød'), { recursive: true });
    const result = await run(`train --data two --run head ${options} --init first --freeze model.[0-9].*`);
    expect(result.exitCode).toBe(0);
    expect(result.notes).toContain('--init is of other classes: model.11.weight and model.11.bias are drawn anew');
    const [before, after] = ['first/weights/best', 'head/weights/last'].map(
      (name) => readSafetensors(inFolder(`${name}.safetensors`)).tensors,
    );
    expect(after.get('model.3.weight')?.data).toEqual(before.get('model.3.weight')?.data);
    expect(after.get('model.11.weight')?.shape).toEqual([2, 84]);
  });

  it('is not written into', async () => {
    expect((await run(`train --data . ${options}`)).stderr).toMatch(
      /^error INVALID_OPTION: --data is '\.', and the run would be written into it, .* · hint: give a --run elsewhere/,
    );
    expect((await run(`train --data photos --run photos/run ${options}`)).exitCode).toBe(2);
    expect(existsSync(inFolder('photos/run'))).toBe(false);
  });
});
