import { describe, expect, it, vi } from 'vitest';
import { printAddress, readAddress } from './playground-address.ts';

vi.mock('../shell/address.ts', () => ({ go: () => {} }));

describe('the address', () => {
  it('is read back as it was printed', () => {
    const all = { run: 'a & b', weights: 'last', image: 17 };
    expect(printAddress(all)).toBe('/playground?run=a+%26+b&weights=last&image=17');
    for (const one of [all, { run: null, weights: null, image: null }, { run: 'x', weights: null, image: 0 }]) {
      expect(readAddress(new URL(printAddress(one), 'http://studio/'))).toEqual(one);
    }
  });

  it('takes no image that is none', () => {
    for (const image of ['-1', 'x', '1.5', '']) {
      expect(readAddress(new URL(`http://studio/playground?image=${image}`)).image).toBeNull();
    }
  });
});
