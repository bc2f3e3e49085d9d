// What `auto` does where there is a GPU, with engines that compute nothing and a clock that says what the case says.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DeviceLostError } from '../../errors/device-lost-error.ts';
import { EngineError } from '../../errors/engine-error.ts';
import { Engine } from '../engine.ts';
import { TimesFolder } from './kept-times.ts';
import { type Contest, openFaster } from './open-faster.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'googlenet-times-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Case {
  /** Milliseconds. */
  readonly gpu?: number | Error;
  readonly processor?: number | Error;
  readonly driver?: string;
  readonly opensGpu?: () => void;
  readonly findGpu?: Contest['findGpu'];
  readonly folder?: string;
  readonly advice?: string;
}

/** Opens, and closes what was opened; all that was opened must have been closed then. */
async function open(given: Case = {}) {
  const { gpu = 8, processor = 80, driver = 'driver 1', opensGpu = () => {}, advice } = given;
  let [isOpen, timed] = [0, 0];
  const fake = (name: string, options = {}) => {
    isOpen++;
    const release = () => void isOpen--;
    const createStore = () => {
      throw new Error('nothing is computed here');
    };
    return new Engine({ name, version: '1', threads: 2, createStore, release }, options);
  };
  const openGpu = async () => {
    opensGpu();
    return fake('webgpu');
  };
  const contest: Contest = {
    findGpu: () => ({ name: 'Fast GPU', versions: driver, open: openGpu }),
    openProcessor: async () => fake('onednn', { advice }),
    timeOfStep: async ({ name }) => {
      timed++;
      const time = name === 'webgpu' ? gpu : processor;
      if (typeof time !== 'number') throw time;
      return time;
    },
    times: new TimesFolder(given.folder ?? folder),
    ...(given.findGpu === undefined ? {} : { findGpu: given.findGpu }),
  };
  try {
    const engine = await openFaster(contest);
    await engine.close();
    return { name: engine.name, advice: engine.advice, timed };
  } finally {
    expect(isOpen).toBe(0);
  }
}

const [gpuFaster, gpuSlower] = [
  'auto takes Fast GPU: a training step takes 8 ms, and 80 ms on onednn',
  'auto takes onednn: a training step takes 80 ms, and 812 ms on Fast GPU',
];

it('takes a GPU that is faster, and measures once', async () => {
  expect(await open()).toEqual({ name: 'webgpu', advice: gpuFaster, timed: 2 });
  expect(await open({ gpu: 1000 })).toEqual({ name: 'webgpu', advice: gpuFaster, timed: 0 });
});

it('stays with a processor that is faster, and does not open the GPU again', async () => {
  expect(await open({ gpu: 812.3 })).toEqual({ name: 'onednn', advice: gpuSlower, timed: 2 });
  const opensGpu = () => expect.unreachable();
  expect(await open({ opensGpu })).toEqual({ name: 'onednn', advice: gpuSlower, timed: 0 });
  expect((await open({ advice: 'there is a newer one' })).advice).toBe(`${gpuSlower}; there is a newer one`);
});

it('measures anew with another driver, and keeps both', async () => {
  await open({ gpu: 812.3 });
  expect(await open({ driver: 'driver 2' })).toMatchObject({ name: 'webgpu', timed: 2 });
  expect(await open()).toMatchObject({ name: 'onednn', timed: 0 });
  expect(readdirSync(folder)).toHaveLength(2);
});

it('says nothing where there is no GPU, and measures nothing', async () => {
  expect(await open({ findGpu: () => undefined })).toEqual({ name: 'onednn', advice: undefined, timed: 0 });
  expect(readdirSync(folder)).toEqual([]);
});

it('stays with the processor where the GPU cannot be asked for, opened, or compute, and says why each time', async () => {
  const failure = new EngineError('no GPU can be used: too old', { hint: 'install a driver' });
  const fails = () => {
    throw failure;
  };
  const expected = 'auto takes onednn: no GPU can be used: too old · hint: install a driver';
  for (const given of [{ findGpu: fails }, { opensGpu: fails }, { gpu: failure }])
    expect(await open(given)).toMatchObject({ name: 'onednn', advice: expected });
  expect(await open({ gpu: new DeviceLostError('webgpu failed to run compute: the GPU was lost') })).toMatchObject({
    advice: 'auto takes onednn: webgpu failed to run compute: the GPU was lost',
  });
  expect(readdirSync(folder)).toEqual([]);
  await open();
  expect(await open({ opensGpu: fails })).toEqual({ name: 'onednn', advice: expected, timed: 0 });
});

it('does not stay with a processor that fails, nor hide a fault of ours', async () => {
  await expect(open({ processor: new EngineError('oneDNN: no memory') })).rejects.toThrow('oneDNN: no memory');
  await expect(open({ gpu: new TypeError('a fault') })).rejects.toThrow('a fault');
});

it.each(['', '{"gpu": 8', '[]', 'null', '{"subject": "another", "gpu": 8, "processor": 80}'])(
  'measures anew what is damaged, says so, and replaces it: %s',
  async (text) => {
    await open();
    const [file] = readdirSync(folder).map((name) => join(folder, name));
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, text);
    const advice = `${gpuFaster}; measured anew, as ${file} is damaged`;
    expect(await open()).toEqual({ name: 'webgpu', advice, timed: 2 });
    expect(readFileSync(file, 'utf8')).toBe(whole);
    expect((await open()).timed).toBe(0);
  },
);

it('takes no time that is none', async () => {
  await open();
  const [file] = readdirSync(folder).map((name) => join(folder, name));
  const whole = readFileSync(file, 'utf8');
  for (const time of ['-8', '"8"', 'null', '1e999', '0']) {
    writeFileSync(file, whole.replace('"gpu": 8', `"gpu": ${time}`));
    expect((await open()).advice).toContain('is damaged');
  }
});

it('leaves alone what cannot be read, and says so', async () => {
  await open();
  const [file] = readdirSync(folder).map((name) => join(folder, name));
  rmSync(file);
  mkdirSync(file);
  const { name, advice, timed } = await open();
  expect([name, timed]).toEqual(['webgpu', 2]);
  expect(advice).toContain(`; measured anew, as ${file} cannot be read: `);
  expect(readdirSync(folder)).toHaveLength(1);
});

it('says that it measures each time where nothing can be kept', async () => {
  const inFile = join(folder, 'file');
  writeFileSync(inFile, '');
  for (let start = 0; start < 2; start++) {
    const { name, advice, timed } = await open({ folder: inFile });
    expect([name, timed]).toEqual(['webgpu', 2]);
    expect(advice).toMatch(/; measured at each start, as .*\.json cannot be written: /);
  }
  expect(existsSync(inFile)).toBe(true);
});
