import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TestImageList } from './test-image-list.ts';

/** 1000 images of one pixel; every hundredth is of class 1. */
const facts = {
  name: 'made-up',
  count: 1000,
  channels: 1,
  rows: 1,
  columns: 1,
  classNames: ['often', 'seldom', 'never'],
};
let requests = 0;
let isDown = false;

beforeEach(() => {
  [requests, isDown] = [0, false];
  vi.stubGlobal('fetch', async (url: string) => {
    requests++;
    if (isDown) throw new TypeError('Failed to fetch');
    if (url === '/api/dataset') return Response.json(facts);
    const indices = new URL(url, 'http://studio/').searchParams.getAll('index').map(Number);
    return new Response(Uint8Array.from(indices.flatMap((index) => [index % 100 === 0 ? 1 : 0, 0, 0, 0, index % 256])));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

it('begins with a portion, shows some of it, and more when asked', async () => {
  const list = new TestImageList();
  await list.begin();
  expect([list.visible.length, list.images.value.length, requests]).toEqual([32, 400, 2]);
  await list.more();
  expect([list.visible.length, requests]).toEqual([64, 2]);
  expect(list.visible[33]).toEqual({ index: 33, label: 0, pixels: Uint8Array.of(33) });
});

it('looks for a class as far as it must', async () => {
  const list = new TestImageList();
  await list.want(1);
  expect(list.visible.map(({ index }) => index)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
  expect([list.images.value.length, list.hasMore]).toEqual([1000, false]);
  await list.want(2);
  expect([list.visible.length, list.hasMore, list.isLoading.value]).toEqual([0, false, false]);
  await list.want(null);
  expect([list.visible.length, list.hasMore]).toEqual([32, true]);
});

it('finds one image without the others, and again without a request', async () => {
  const list = new TestImageList();
  expect(await list.find(777)).toEqual({ index: 777, label: 0, pixels: Uint8Array.of(777 % 256) });
  await list.begin();
  const before = requests;
  await list.find(5);
  expect(requests).toBe(before);
  expect((await list.random())?.pixels).toHaveLength(1);
});

it('says what went wrong, and goes on when that is over', async () => {
  const list = new TestImageList();
  isDown = true;
  await list.begin();
  expect(list.failure.value?.code).toBe('NOT_REACHED');
  isDown = false;
  await list.begin();
  expect([list.failure.value, list.visible.length]).toEqual([null, 32]);
});
