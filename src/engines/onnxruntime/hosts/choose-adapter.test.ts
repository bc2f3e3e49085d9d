import { expect, it } from 'vitest';
import { chooseAdapter, findAdapter, firstTaken } from './choose-adapter.ts';
import type { GpuAdapter } from './vulkan-adapters.ts';

function adapter(name: string, kind: GpuAdapter['kind'], uuid = name): GpuAdapter {
  return { name, kind, uuid, vendor: 'NVIDIA', vulkan: '1.3', driver: '', memory: 2 ** 33, model: '10de:1' };
}

const [laptop, card, second] = [
  adapter('Iris Xe', 'integrated'),
  adapter('GeForce RTX 4090', 'discrete'),
  adapter('GeForce RTX 3090', 'discrete'),
];
const software = adapter('llvmpipe', 'software');

it.each([
  [[laptop, card, second], card],
  [[software, laptop], laptop],
  [[adapter('something', 'other'), adapter('in a cloud', 'virtual'), software], software],
  [[adapter('in a cloud', 'virtual')], adapter('in a cloud', 'virtual')],
  [[], undefined],
])('the library takes the fastest kind, and of that the first (%#)', (adapters, expected) => {
  expect(firstTaken(adapters)).toEqual(expected);
});

it('finds a GPU by its number or a part of its name', () => {
  const all = [laptop, card, second];
  for (const device of [1, '1', 'rtx 40', '4090']) expect(findAdapter(all, device)).toBe(card);
  for (const device of [3, '3', 'radeon', '']) expect(() => findAdapter(all, device)).toThrow('device is');
  expect(() => findAdapter(all, 'GeForce')).toThrow('several GPUs');
  expect(() => findAdapter(all, 7)).toThrow('0: Iris Xe, 1: GeForce RTX 4090, 2: GeForce RTX 3090');
});

it('leaves the environment as it is for the one that is taken anyway', () => {
  expect(chooseAdapter(0, () => [card, laptop])).toEqual({ adapter: card, variables: {} });
});

it('hides the others, and refuses one that would not be taken all the same', () => {
  const files = process.env.VK_DRIVER_FILES;
  process.env.VK_DRIVER_FILES = __filename;
  try {
    const list = () => (process.env.VK_ICD_FILENAMES === __filename ? [laptop] : [card, laptop]);
    if (process.platform === 'linux') {
      expect(chooseAdapter('Iris', list)).toEqual({
        adapter: laptop,
        variables: { VK_DRIVER_FILES: __filename, VK_ICD_FILENAMES: __filename },
      });
    }
    const twins = [card, adapter('GeForce RTX 4090', 'discrete', 'another')];
    expect(() => chooseAdapter(1, () => twins)).toThrow('GeForce RTX 4090 cannot be chosen');
    expect(process.env.VK_DRIVER_FILES).toBe(__filename);
    expect(process.env.VK_ICD_FILENAMES).toBe(process.env.VK_ICD_FILENAMES);
  } finally {
    if (files === undefined) delete process.env.VK_DRIVER_FILES;
    else process.env.VK_DRIVER_FILES = files;
  }
});
