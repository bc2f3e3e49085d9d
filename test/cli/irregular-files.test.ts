// What is no regular file, or a huge one, wherever a person can name a file: refused at once, in a line that says what it
// is. Nothing waits, nothing fills the memory, nothing is written.

import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { float32Tensors, writeSafetensors } from '../../src/formats/safetensors.ts';
import { GoogLeNet } from '../../src/models/googlenet.ts';
import { makePipe } from '../support/pipe.ts';
import { describeUnless, onWindows } from '../support/unless.ts';
import { runCommand } from './context.ts';

const workingDirectory = mkdtempSync(join(tmpdir(), 'irregular-'));
const at = (name: string) => join(workingDirectory, name);
let removeWriters: readonly (() => void)[] = [];

const pipe = 'it is a pipe, not a file';
const device = 'it is a device, not a file';
const huge = 'it has 21474836480 bytes, at most';

describeUnless(onWindows, 'a file that is none', () => {
  beforeAll(() => {
    mkdirSync(at('run/weights'), { recursive: true });
    const weights = float32Tensors(new GoogLeNet().initialize(0).stateDict());
    writeSafetensors(at('run/weights/last.safetensors'), weights);
    mkdirSync(at('held'));
    mkdirSync(at('piped/weights'), { recursive: true });
    copyFileSync(at('run/weights/last.safetensors'), at('piped/weights/last.safetensors'));
    removeWriters = ['pipe', 'piped/config.json', 'held/run.lock'].map((name) => makePipe(at(name)));
    writeFileSync(at('sparse'), 'PK\x03\x04');
    truncateSync(at('sparse'), 20 * 2 ** 30);
    symlinkSync('loop', at('loop'));
  });
  afterAll(() => {
    for (const remove of removeWriters) remove();
    rmSync(workingDirectory, { recursive: true });
  });

  it.each([
    ['predict run pipe', 1, `INVALID_DATA: pipe: cannot be read: ${pipe}`],
    ['predict run /dev/zero', 1, `INVALID_DATA: /dev/zero: cannot be read: ${device}`],
    ['predict run sparse', 1, `INVALID_DATA: sparse: cannot be read: ${huge} 67108864`],
    ['predict pipe', 1, `INVALID_DATA: pipe: cannot be read: ${pipe}`],
    ['evaluate /dev/zero', 1, `INVALID_FILE: /dev/zero: cannot be read: ${device}`],
    ['export pipe --out model.onnx', 1, `INVALID_FILE: PATH/pipe: cannot be read: ${pipe}`],
    ['import pipe --out new', 2, "INVALID_OPTION: FILE is 'pipe', which is not a file"],
    [
      'import run/weights/last.safetensors --out new --class-names pipe',
      2,
      `INVALID_OPTION: --class-names is 'pipe', which cannot be read: ${pipe}`,
    ],
    [
      'import run/weights/last.safetensors --out new --class-names sparse',
      2,
      `INVALID_OPTION: --class-names is 'sparse', which cannot be read: ${huge} 16777216`,
    ],
    ['import sparse --out new', 1, `INVALID_FILE: sparse: cannot be read: ${huge} 2147483648`],
    [
      'predict loop picture.png',
      2,
      `INVALID_OPTION: RUN\\|FILE is 'loop', which cannot be read: too many symbolic links`,
    ],
    ['import loop --out new', 2, "INVALID_OPTION: FILE is 'loop', which cannot be read: too many symbolic links"],
    ['studio loop', 2, "INVALID_OPTION: RUNS_DIR is 'loop', which cannot be read: too many symbolic links"],
    ['evaluate piped', 1, `RUN_FOLDER: PATH/piped/config.json: cannot be read: ${pipe}`],
    ['train --resume piped', 1, `RUN_FOLDER: PATH/piped/config.json: cannot be read: ${pipe}`],
    ['train --resume held', 1, 'RUN_FOLDER: PATH/held/run.lock: does not say who trains here'],
    ['train --init pipe --limit-train 4 --limit-test 4', 1, `INVALID_FILE: PATH/pipe: cannot be read: ${pipe}`],
    ['bench --engine onednn --onednn ./pipe --steps 1', 1, `ENGINE_FAILED: .*PATH/pipe: ${pipe}`],
  ])('is refused: googlenet %s', async (line, code, message) => {
    const before = readdirSync(workingDirectory);
    const { exitCode, stderr } = await runCommand(line.split(' '), { workingDirectory });
    expect([exitCode, stderr.trimEnd().split('\n')]).toEqual([code, [expect.any(String)]]);
    expect(stderr).toMatch(new RegExp(`^error ${message.replace('PATH', workingDirectory)}`));
    expect(readdirSync(workingDirectory)).toEqual(before);
  });
});
