import { expect, it } from 'vitest';
import { fashionMnistClasses } from './files.ts';
import { openFashionMnist } from './open.ts';

/** 40 images of each class, in turns; each is 1×1, and its level its index. */
const loadFashionMnist = async ({ split, limit = 400 }: { readonly split: string; readonly limit?: number }) => ({
  name: `fashion-mnist/${split}`,
  images: Uint8Array.from({ length: limit }, (_, index) => index % 256),
  labels: Uint8Array.from({ length: limit }, (_, index) => index % 10),
  count: limit,
  rows: 1,
  columns: 1,
  classNames: fashionMnistClasses,
  sha256: split,
});

const open = (valSplit?: number, seed = 0) =>
  openFashionMnist({ name: 'fashion-mnist' }, { seed, valSplit }, { loadFashionMnist });

it('has a validation part where one is asked for: of each class the same share, by the seed', async () => {
  const data = await open(0.1);
  expect(data.counts).toEqual({ train: 54_000, val: 6000, test: 10_000 });
  const [train, val] = [await data.load('train'), await data.load('val')];
  expect([train.count, val.count]).toEqual([360, 40]);
  for (const { labels } of [train, val]) {
    const perClass = fashionMnistClasses.map((_, label) => labels.filter((each: number) => each === label).length);
    expect(new Set(perClass).size).toBe(1);
  }
  const again = await (await open(0.1)).load('val');
  expect([again.sha256, [...again.labels]]).toEqual([val.sha256, [...val.labels]]);
  expect((await (await open(0.1, 1)).load('val')).sha256).not.toBe(val.sha256);
  expect((await data.load('train', 7)).count).toBe(7);
  expect((await data.load('test', 5)).name).toBe('fashion-mnist/test');
});

it('has none by itself', async () => {
  const data = await open();
  expect(data.counts).toEqual({ train: 60_000, test: 10_000 });
  expect((await data.load('train')).sha256).toBe('train');
  await expect(data.load('val')).rejects.toThrow('Fashion-MNIST has no validation part');
});
