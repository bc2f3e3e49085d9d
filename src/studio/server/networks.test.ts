import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OptionError } from '../../errors/option-error.ts';
import { models } from '../../models/model-table.ts';
import * as nn from '../../nn/index.ts';
import { openStudio, type Studio } from '../open-studio.ts';
import { Networks } from './networks.ts';

const directory = mkdtempSync(join(tmpdir(), 'googlenet-networks-'));
let studio: Studio;

beforeAll(async () => {
  writeFileSync(join(directory, 'index.html'), '');
  studio = await openStudio({
    directory,
    pageDirectory: directory,
    networks: [
      { name: 'Small & odd', model: new nn.Sequential(new nn.Conv2d(2, 3, 1)), imageShape: [2, 4, 4] },
      { name: 'Unfit', model: new nn.Conv2d(5, 3, 1), imageShape: [2, 4, 4] },
    ],
  });
});

afterAll(async () => {
  await studio.close();
  rmSync(directory, { recursive: true });
});

async function ask(path: string): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(new URL(path, studio.url));
  return { status: response.status, body: await response.json() };
}

describe('the networks that the studio serves', () => {
  it('are listed with the shape of an image', async () => {
    expect(await ask('/api/networks')).toEqual({
      status: 200,
      body: [
        ...Object.values(models).map(({ title, imageSize }) => ({
          name: title,
          imageShape: [1, imageSize, imageSize],
        })),
        { name: 'Small & odd', imageShape: [2, 4, 4] },
        { name: 'Unfit', imageShape: [2, 4, 4] },
      ],
    });
  });

  it.each([
    ['GoogLeNet', 5_977_530],
    ['LeNet', 61_706],
    ['Small & odd', 9],
  ])('%s is described', async (name, parameters) => {
    const answer = await ask(`/api/networks/${encodeURIComponent(name)}`);
    expect(answer).toMatchObject({ status: 200, body: { totals: { parameters } } });
  });

  it('are told from those that are none, and from those that cannot be traced', async () => {
    expect(await ask('/api/networks/ResNet')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect(await ask('/api/networks/Unfit')).toMatchObject({ status: 422, body: { code: 'SHAPE_MISMATCH' } });
  });

  it('have a name each', () => {
    const lenet = { name: 'LeNet', model: new nn.ReLU(), imageShape: [1, 1, 1] } as const;
    expect(() => new Networks([lenet])).toThrow(OptionError);
  });
});
