import { describe, expect, it } from 'vitest';
import { LineSplitter } from './line-splitter.ts';

describe('LineSplitter', () => {
  it('gives whole lines, however the bytes are cut', () => {
    const bytes = Buffer.from('a\n精度\n\nrest');
    for (let cut = 0; cut <= bytes.length; cut++) {
      const splitter = new LineSplitter();
      const lines = [...splitter.push(bytes.subarray(0, cut)), ...splitter.push(bytes.subarray(cut))];
      expect(lines).toEqual(['a', '精度', '']);
      expect(splitter.push(Buffer.from('!\n'))).toEqual(['rest!']);
    }
  });

  it('keeps nothing of a line without an end, and goes on behind it', () => {
    const splitter = new LineSplitter();
    const part = Buffer.alloc(2 ** 19, 'x');
    for (let round = 0; round < 10; round++) expect(splitter.push(part)).toEqual([]);
    expect(splitter.push(Buffer.from('x\nnext\n'))).toEqual([undefined, 'next']);
  });

  it('does not share its memory with whoever reads', () => {
    const splitter = new LineSplitter();
    const buffer = Buffer.from('abc');
    splitter.push(buffer);
    buffer.fill('z');
    expect(splitter.push(Buffer.from('\n'))).toEqual(['abc']);
  });
});
