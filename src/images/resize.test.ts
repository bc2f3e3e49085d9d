// Recorded with Pillow by scripts/record-resize.py; the whole of Fashion-MNIST is compared in resize-golden.test.ts.
import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { OptionError } from '../errors/option-error.ts';
import { Resizer } from './resize.ts';
import { createTapTable } from './tap-table.ts';

const bytes = z.base64().transform((text) => inflateSync(Buffer.from(text, 'base64')));
const side = z.int();
const recorded = z
  .object({
    cases: z.array(
      z.object({ inRows: side, inColumns: side, outRows: side, outColumns: side, source: bytes, resized: bytes }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('../../test/fixtures/resize/cases.json', import.meta.url), 'utf8')));

describe('resizeInto', () => {
  it.each(recorded.cases)('is bit-equal to PIL: $inRows×$inColumns to $outRows×$outColumns', (recording) => {
    const { inRows, inColumns, outRows, outColumns, source, resized } = recording;
    const target = new Uint8Array(outRows * outColumns);
    new Resizer(inRows, inColumns, outRows, outColumns).resizeInto(source, 0, target, 0);
    expect(Buffer.compare(target, resized)).toBe(0);
  });

  it('has recordings of enlarging, shrinking and images that are not square', () => {
    const kinds = new Set(recorded.cases.map(({ inRows, outRows }) => Math.sign(outRows - inRows)));
    expect(kinds).toEqual(new Set([-1, 0, 1]));
    expect(recorded.cases.some(({ inRows, inColumns }) => inRows !== inColumns)).toBe(true);
  });

  it.each([
    [96, 96],
    [20, 20],
  ])('keeps to its offsets and writes levels, %d×%d', (rows, columns) => {
    const [first, second] = recorded.cases.filter(({ inRows, outRows }) => inRows === 28 && outRows === rows);
    const source = Buffer.concat([first.source, second.source]);
    const levels = Float32Array.from({ length: 256 }, (_, level) => level / 2);
    const target = new Float32Array(rows * columns + 2).fill(-1);
    new Resizer(28, 28, rows, columns).resizeInto(source, 784, target, 1, levels);
    expect([...target]).toEqual([-1, ...[...second.resized].map((level) => level / 2), -1]);
  });

  it('leaves images of the right size as they are', () => {
    const source = Uint8Array.from({ length: 15 }, (_, index) => index * 17);
    const target = new Uint8Array(15);
    new Resizer(3, 5, 3, 5).resizeInto(source, 0, target, 0);
    expect(target).toEqual(source);
  });

  it.each([0, 1.5, -3, 8193, Number.NaN])('refuses a side of %d', (outRows) => {
    expect(() => new Resizer(28, 28, outRows, 96)).toThrow(OptionError);
  });
});

describe('createTapTable', () => {
  it('needs two taps to enlarge, inside the input', () => {
    const { taps, first, weights } = createTapTable(28, 96);
    expect(taps).toBe(2);
    expect([Math.min(...first), Math.max(...first)]).toEqual([0, 26]);
    for (let output = 0; output < 96; output++) {
      expect(Math.abs(weights[2 * output] + weights[2 * output + 1] - 2 ** 22)).toBeLessThanOrEqual(1);
    }
  });
});
