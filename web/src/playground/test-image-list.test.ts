import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TestImageList } from './test-image-list.ts';

/** 1000 images of one pixel; every hundredth is of class 1. */
const labelOf = (index: number) => (index % 100 === 0 ? 1 : 0);
const facts = {
  name: 'made-up',
  count: 1000,
  channels: 1,
  rows: 1,
  columns: 1,
  classNames: ['often', 'seldom', 'never'],
};
const image = (index: number) => ({
  ...{ index, label: labelOf(index), channels: 1, rows: 1, columns: 1 },
  pixels: Uint8Array.of(index % 256),
});
let requests = 0;
let isDown = false;

beforeEach(() => {
  [requests, isDown] = [0, false];
  vi.stubGlobal('fetch', async (url: string) => {
    requests++;
    if (isDown) throw new TypeError('Failed to fetch');
    if (url === '/api/runs/one/dataset') return Response.json(facts);
    if (url === '/api/runs/one/labels') {
      return new Response(Uint8Array.from({ length: 4000 }, (_, at) => (at % 4 === 0 ? labelOf(at / 4) : 0)));
    }
    const indices = new URL(url, 'http://studio/').searchParams.getAll('index').map(Number);
    return new Response(Uint8Array.from(indices.flatMap((index) => [labelOf(index), 0, 0, 0, index % 256])));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

it('begins with some images, and shows more when asked', async () => {
  const list = new TestImageList('one');
  await list.begin();
  expect([list.visible.value.length, list.hasMore.value, requests]).toEqual([32, true, 3]);
  await list.more();
  expect([list.visible.value.length, requests]).toEqual([64, 4]);
  expect(list.visible.value[33]).toEqual(image(33));
});

it('shows one class alone', async () => {
  const list = new TestImageList('one');
  await list.want(1);
  expect(list.visible.value.map(({ index }) => index)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
  expect(list.hasMore.value).toBe(false);
  await list.want(2);
  expect([list.visible.value.length, list.hasMore.value, list.isLoading.value]).toEqual([0, false, false]);
  await list.want(null);
  expect([list.visible.value.length, list.hasMore.value]).toEqual([32, true]);
});

it('finds one image without the others, and again without a request', async () => {
  const list = new TestImageList('one');
  expect(await list.find(777)).toEqual(image(777));
  await list.begin();
  const before = requests;
  await list.find(5);
  expect(requests).toBe(before);
  expect((await list.random())?.pixels).toHaveLength(1);
});

it('says what went wrong, and goes on when that is over', async () => {
  const list = new TestImageList('one');
  isDown = true;
  await list.begin();
  expect(list.failure.value?.code).toBe('NOT_REACHED');
  isDown = false;
  await list.begin();
  expect([list.failure.value, list.visible.value.length]).toEqual([null, 32]);
});
