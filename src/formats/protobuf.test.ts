import { describe, expect, it } from 'vitest';
import { FormatError } from '../errors/format-error.ts';
import { ProtobufWriter } from './protobuf.ts';

function hex(write: (writer: ProtobufWriter) => void): string {
  const writer = new ProtobufWriter();
  write(writer);
  return Buffer.from(writer.finish()).toString('hex');
}

describe('ProtobufWriter', () => {
  it.each<[number | bigint, string]>([
    [0, '00'],
    [1, '01'],
    [127, '7f'],
    [128, '8001'],
    [300, 'ac02'],
    [2 ** 32, '8080808010'],
    [Number.MAX_SAFE_INTEGER, 'ffffffffffffff0f'],
    [300n, 'ac02'],
    [2n ** 63n - 1n, 'ffffffffffffffff7f'],
    [-1, 'ffffffffffffffffff01'],
    [-(2n ** 63n), '80808080808080808001'],
  ])('writes the integer %s', (value, expected) => {
    expect(hex((writer) => writer.int(1, value))).toBe(`08${expected}`);
  });

  it.each([1.5, Number.NaN, 2 ** 53, 2n ** 63n, -(2n ** 63n) - 1n])('refuses the integer %s', (value) => {
    expect(() => hex((writer) => writer.int(1, value))).toThrow(FormatError);
  });

  it('writes tags, floats and strings', () => {
    expect(hex((writer) => writer.int(20, 2))).toBe('a00102');
    expect(hex((writer) => writer.float(2, 1))).toBe('150000803f');
    expect(hex((writer) => writer.double(1, -1.5))).toBe('09000000000000f8bf');
    expect(hex((writer) => writer.string(2, 'é'))).toBe('1202c3a9');
    expect(hex((writer) => writer.string(1, ''))).toBe('0a00');
  });

  it('nests messages, empty ones and those with large fields too', () => {
    const large = new Uint8Array(5000).fill(0xab);
    const written = hex((writer) => {
      writer.int(1, 7);
      writer.message(7, (graph) => {
        graph.message(5, (tensor) => {
          tensor.int(2, 1);
          tensor.bytes(9, large);
          tensor.int(1, 3);
        });
        graph.message(1, () => {});
      });
      writer.int(8, 9);
    });
    // tensor: 2 + (1 + 2 + 5000) + 2 = 5007 bytes; graph: (1 + 2 + 5007) + 2 = 5012.
    expect(written).toBe(`08073a94272a8f2710014a8827${'ab'.repeat(5000)}08030a004009`);
  });

  it('copies large fields once, however deep', () => {
    const weights = Array.from({ length: 16 }, () => new Uint8Array(2 ** 20));
    const writer = new ProtobufWriter();
    const before = process.memoryUsage().arrayBuffers;
    writer.message(7, (graph) => {
      for (const bytes of weights) {
        graph.message(5, (tensor) => tensor.bytes(9, bytes));
      }
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
    // A tensor: 1 + 3 bytes of tag and length around 1 + 3 and the data. The graph: 1 + 4.
    expect(writer.finish().length).toBe(5 + 16 * (8 + 2 ** 20));
  });
});
