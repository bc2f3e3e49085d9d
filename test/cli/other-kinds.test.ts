// A file of the wrong kind, wherever a person can name one: said to be what it is, with the command that takes it.
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSafetensors } from '../../src/formats/safetensors.ts';
import { zeroWeights } from '../support/zero-weights.ts';
import { runCommand } from './context.ts';

const workingDirectory = mkdtempSync(join(tmpdir(), 'other-kinds-'));
const at = (name: string) => join(workingDirectory, name);
const run = (line: string) => runCommand(line.split(' '), { workingDirectory });
const pictures = 'a PNG, JPEG, WebP, GIF, AVIF or TIFF picture';

beforeAll(async () => {
  writeFileSync(at('README.md'), '# googlenet\n\nGoogLeNet (Inception) in TypeScript.\n');
  writeFileSync(at('empty'), '');
  writeFileSync(at('page'), '<!DOCTYPE html><html></html>');
  writeFileSync(at('pointer'), 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n');
  writeFileSync(at('a.gz'), gzipSync('{}'));
  writeFileSync(at('photos.zip'), Buffer.from('504b030414000000'.padEnd(64, '0'), 'hex'));
  copyFileSync(fileURLToPath(new URL('../fixtures/torch/state-dict.pt', import.meta.url)), at('weights.pt'));
  writeFileSync(
    at('boot.png'),
    await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
      .png()
      .toBuffer(),
  );
  writeSafetensors(at('w.safetensors'), zeroWeights(), { format: 'pt' });
  mkdirSync(at('run/weights'), { recursive: true });
  copyFileSync(at('pointer'), at('run/weights/last.safetensors'));
  expect((await run('export w.safetensors --out m.onnx')).exitCode).toBe(0);
  copyFileSync(at('m.onnx'), at('model'));
});
afterAll(() => rmSync(workingDirectory, { recursive: true }));

describe('a file of another kind', () => {
  it.each([
    [
      'evaluate README.md',
      'INVALID_FILE: README.md: is a text file, not a .safetensors file',
      'give a .safetensors file',
    ],
    [
      'evaluate m.onnx',
      'INVALID_FILE: m.onnx: is an ONNX model, not a .safetensors file',
      'an exported model says what pictures show: googlenet predict m.onnx IMAGE…',
    ],
    [
      'evaluate run',
      'INVALID_FILE: run/weights/last.safetensors: is a Git LFS pointer, not',
      'it stands for a file that is elsewhere: get that with git lfs pull',
    ],
    [
      'predict boot.png w.safetensors',
      `INVALID_DATA: w.safetensors: is a safetensors file, not ${pictures}`,
      'it holds weights: googlenet predict takes them first',
    ],
    [
      'predict weights.pt boot.png',
      'INVALID_FILE: weights.pt: is a file of PyTorch, not',
      'make it one of ours first: googlenet import weights.pt --out weights.safetensors',
    ],
    ['export a.gz --out new', 'INVALID_FILE: a.gz: is packed with gzip, not', 'unpack it first'],
    [
      'export page --out new',
      'INVALID_FILE: page: is an HTML page, not',
      'a download brought this page in place of the file',
    ],
    [
      'import empty --out new',
      'INVALID_FILE: empty: is an empty file, not a .pt, .pth or .safetensors file',
      'it was not written or not downloaded to its end',
    ],
    [
      'import m.onnx --out new',
      'INVALID_FILE: m.onnx: is an ONNX model, not',
      'an exported model says what pictures show',
    ],
    ['import photos.zip --out new', 'INVALID_FILE: photos.zip: ', ''],
    [
      'train --init weights.pt --run new --limit-train 4',
      'INVALID_FILE: weights.pt: is a file of PyTorch, not',
      'make it one of ours first',
    ],
    [
      'predict w.safetensors README.md',
      `INVALID_DATA: README.md: is a text file, not ${pictures}`,
      'give a picture in PNG',
    ],
    [
      'predict w.safetensors m.onnx',
      `INVALID_DATA: m.onnx: is an ONNX model, not ${pictures}`,
      'it holds weights: googlenet predict takes them first',
    ],
    ['predict w.safetensors a.gz', `INVALID_DATA: a.gz: is packed with gzip, not ${pictures}`, 'unpack it first'],
    [
      'train --data photos.zip --run new',
      'INVALID_DATA: photos.zip: is a zip archive, not a folder',
      'unpack it first',
    ],
    ['check photos.zip', 'INVALID_DATA: photos.zip: is a zip archive, not a folder', 'unpack it first'],
  ])('is called what it is: %s', async (line, message, hint) => {
    const before = readdirSync(workingDirectory);
    const { exitCode, stderr } = await run(line);
    expect([exitCode, stderr.trimEnd().split('\n')]).toEqual([1, [expect.any(String)]]);
    expect(stderr).toContain(`error ${message}`);
    expect(stderr).toContain(` · hint: ${hint}`);
    expect(readdirSync(workingDirectory)).toEqual(before);
  });

  it.each([
    [
      'train --resume w.safetensors',
      "--resume is 'w.safetensors', which is a safetensors file, not a folder",
      'googlenet train --init w.safetensors',
    ],
    ['train --resume nowhere', "--resume is 'nowhere', which does not exist", 'give a run folder'],
    ['train --resume run', "--resume is 'run', which holds no run (config.json)", 'give a run folder'],
    [
      'report w.safetensors',
      "RUN is 'w.safetensors', which is a safetensors file, not a folder",
      'it holds weights: googlenet evaluate w.safetensors',
    ],
    ['report README.md', "RUN is 'README.md', which is a text file, not a folder", 'give the folder of a run'],
    ['studio m.onnx', "RUNS_DIR is 'm.onnx', which is an ONNX model, not a folder", 'an exported model says'],
  ])('is not taken for a folder: %s', async (line, message, hint) => {
    const { exitCode, stderr } = await run(line);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`error INVALID_OPTION: ${message} · hint: `);
    expect(stderr).toContain(hint);
  });

  it('is an exported model whatever it is called', async () => {
    expect(await run('predict model boot.png --top 1')).toMatchObject({ exitCode: 0, stderr: '' });
  });
});
