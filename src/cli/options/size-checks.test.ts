import { describe, expect, it } from 'vitest';
import { GoogLeNet } from '../../models/googlenet.ts';
import { LeNet } from '../../models/lenet.ts';
import { noteImageSize, requireSizes } from './size-checks.ts';
import type { UsageError } from './usage-error.ts';

const gigabyte = 1e9;

function problemOf(check: () => void) {
  try {
    check();
    return undefined;
  } catch (error) {
    return (error as UsageError).problems[0];
  }
}

describe('requireSizes', () => {
  const model = new GoogLeNet();
  const check = (imageSize: number, batchSize: number, purpose: 'train' | 'infer' = 'train') =>
    problemOf(() => requireSizes(model, { imageShape: [1, imageSize, imageSize], batchSize, purpose }, gigabyte));

  it('refuses a step that the machine has no memory for, naming what it has memory for', () => {
    const most = 421;
    expect(check(96, most)).toBeUndefined();
    expect(check(96, most + 1)).toEqual({
      code: 'INVALID_OPTION',
      message: '--batch-size is 422: such a step takes at least 1.0 GB, and this machine has 1.0 GB',
      hint: 'give a --batch-size of at most 421',
    });
    expect(check(96, most + 1, 'infer')).toBeUndefined();
    expect(check(8192, 1)).toMatchObject({
      message: expect.stringMatching(/^--image-size is 8192: such a step takes at least 17\.\d GB, /),
      hint: 'give a smaller --image-size',
    });
    expect(check(96, 1e15)?.message).toContain('--batch-size is 1000000000000000');
  });

  it('refuses images that the network does not take, naming the least', () => {
    const sizes = { imageShape: [1, 5, 5], batchSize: 1, purpose: 'infer' } as const;
    expect(problemOf(() => requireSizes(new LeNet(), sizes, gigabyte))).toMatchObject({
      message: '--image-size is 5, which LeNet does not take',
      hint: 'the least that it takes is 28',
    });
  });
});

it('noteImageSize tells where layers have a single pixel left', () => {
  const notes: string[] = [];
  const model = new GoogLeNet();
  for (const size of [5, 16, 17, 96]) noteImageSize(model, [1, size, size], (text) => notes.push(text));
  expect(notes).toEqual(
    [5, 16].map(
      (size) =>
        `--image-size is ${size}: some layers that make the image smaller have a single pixel left; from 17 on, all have more`,
    ),
  );
});
