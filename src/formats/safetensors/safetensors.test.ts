import { existsSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FormatError } from '../../errors/format-error.ts';
import {
  decodeSafetensors,
  encodeSafetensors,
  readSafetensors,
  type SafetensorsTensor,
  toFloat16,
  toFloat32,
  writeSafetensors,
} from '../safetensors.ts';

const everyDtype: ReadonlyMap<string, SafetensorsTensor> = new Map<string, SafetensorsTensor>([
  ['flags', { dtype: 'BOOL', shape: [3], data: Uint8Array.of(1, 0, 1) }],
  ['10', { dtype: 'U8', shape: [2], data: Uint8Array.of(0, 255) }],
  ['2', { dtype: 'I8', shape: [1], data: Int8Array.of(-128) }],
  ['short', { dtype: 'I16', shape: [1], data: Int16Array.of(-2) }],
  ['unsigned short', { dtype: 'U16', shape: [1], data: Uint16Array.of(65535) }],
  ['half', { dtype: 'F16', shape: [2], data: Uint16Array.of(0x3c00, 0xc000) }],
  ['brain', { dtype: 'BF16', shape: [2], data: Uint16Array.of(0x3f80, 0xc000) }],
  ['label', { dtype: 'I32', shape: [1, 2], data: Int32Array.of(-7, 7) }],
  ['mask', { dtype: 'U32', shape: [1], data: Uint32Array.of(0xffffffff) }],
  ['conv.weight', { dtype: 'F32', shape: [1, 3, 1, 1], data: Float32Array.of(0.5, -1, 3e38) }],
  ['conv.bias', { dtype: 'F32', shape: [0, 4], data: new Float32Array(0) }],
  ['precise', { dtype: 'F64', shape: [], data: Float64Array.of(Math.PI) }],
  ['step', { dtype: 'I64', shape: [], data: BigInt64Array.of(-(2n ** 62n)) }],
  ['seed', { dtype: 'U64', shape: [1], data: BigUint64Array.of(2n ** 64n - 1n) }],
  ['é"\\\n', { dtype: 'U8', shape: [], data: Uint8Array.of(9) }],
]);

describe('encodeSafetensors', () => {
  // These bytes were compared once with those of the reference implementation (Python package safetensors 0.8.0).
  it('lays the file out as the reference writer: widest dtype first, then by name, header padded with spaces', () => {
    const bytes = encodeSafetensors(
      new Map<string, SafetensorsTensor>([
        ['b', { dtype: 'F32', shape: [1], data: Float32Array.of(1) }],
        ['a', { dtype: 'F32', shape: [1], data: Float32Array.of(2) }],
        ['z', { dtype: 'I64', shape: [], data: BigInt64Array.of(3n) }],
      ]),
      { format: 'pt' },
    );
    const header =
      '{"__metadata__":{"format":"pt"},"z":{"dtype":"I64","shape":[],"data_offsets":[0,8]},' +
      '"a":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},"b":{"dtype":"F32","shape":[1],"data_offsets":[12,16]}}';
    const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
    expect(Buffer.from(bytes.subarray(0, 8)).toString('hex')).toBe(`${padded.length.toString(16)}00000000000000`);
    expect(Buffer.from(bytes.subarray(8, 8 + padded.length)).toString()).toBe(padded);
    expect(Buffer.from(bytes.subarray(8 + padded.length)).toString('hex')).toBe('0300000000000000000000400000803f');
  });

  it('does not depend on the order of the tensors', () => {
    expect(encodeSafetensors(new Map([...everyDtype].reverse()))).toEqual(encodeSafetensors(everyDtype));
  });

  const float = (shape: readonly number[]): SafetensorsTensor => ({ dtype: 'F32', shape, data: new Float32Array(6) });
  it.each<[string, string, SafetensorsTensor, Record<string, string>, string]>([
    ['too few elements', 'w', float([2, 4]), {}, 'tensor "w": shape [2,4] does not fit 6 elements'],
    ['a fractional dimension', 'w', float([1.5, 4]), {}, 'not a whole number'],
    ['a negative dimension', 'w', float([-2, -3]), {}, 'not a whole number'],
    ['the reserved name', '__metadata__', float([6]), {}, 'reserved'],
    ['a name that readers refuse', '__proto__', float([6]), {}, 'cannot be written'],
    ['half a surrogate pair', '\ud800', float([6]), {}, 'cannot be written'],
    ['the same in metadata', 'w', float([6]), { a: '\udc00' }, 'cannot be written'],
  ])('refuses %s', (_, name, tensor, metadata, message) => {
    expect(() => encodeSafetensors(new Map([[name, tensor]]), metadata)).toThrow(message);
    expect(() => encodeSafetensors(new Map([[name, tensor]]), metadata)).toThrow(FormatError);
  });
});

describe('decodeSafetensors', () => {
  it('gives back every dtype and the metadata', () => {
    const metadata = { format: 'pt', 'line\n': '"é\\"', empty: '' };
    const decoded = decodeSafetensors(encodeSafetensors(everyDtype, metadata), 'file');
    expect(new Map([...decoded.tensors].sort())).toEqual(new Map([...everyDtype].sort()));
    expect({ ...decoded.metadata }).toEqual(metadata);
  });

  it('makes views of aligned data and copies of unaligned data', () => {
    const bytes = encodeSafetensors(everyDtype);
    const view = decodeSafetensors(bytes, 'file').tensors;
    expect(view.get('conv.weight')?.data.buffer).toBe(bytes.buffer);

    // A Buffer, because its slice() does not copy.
    const shifted = Buffer.alloc(bytes.length + 3).subarray(3);
    shifted.set(bytes);
    const copy = decodeSafetensors(shifted, 'file').tensors;
    expect(copy).toEqual(view);
    expect(copy.get('conv.weight')?.data.buffer).not.toBe(shifted.buffer);
    expect(copy.get('flags')?.data.buffer).toBe(shifted.buffer);
  });

  it('reads a file without tensors', () => {
    const { tensors, metadata } = decodeSafetensors(encodeSafetensors(new Map()), 'file');
    expect(tensors.size).toBe(0);
    expect(metadata.toString).toBeUndefined();
  });
});

describe('toFloat32', () => {
  it('widens half precision exactly', () => {
    const half: [number, number][] = [
      [0x0000, 0],
      [0x8000, -0],
      [0x3c00, 1],
      [0xc000, -2],
      [0x3555, 0.333251953125],
      [0x7bff, 65504],
      [0x0400, 2 ** -14],
      [0x03ff, 1023 * 2 ** -24],
      [0x0001, 2 ** -24],
      [0x7c00, Infinity],
      [0xfc00, -Infinity],
      [0x7e01, NaN],
    ];
    const data = Uint16Array.from(half, ([bits]) => bits);
    const values = half.map(([, value]) => value);
    expect([...toFloat32({ dtype: 'F16', shape: [data.length], data })]).toEqual(values);
    const brain = Uint16Array.of(0x3f80, 0xc049, 0x8000, 0xff80, 0x0001);
    expect([...toFloat32({ dtype: 'BF16', shape: [5], data: brain })]).toEqual([
      1,
      -3.140625,
      -0,
      -Infinity,
      2 ** -133,
    ]);
  });

  it('passes F32 through, rounds F64 and refuses integers', () => {
    const data = Float32Array.of(1);
    expect(toFloat32({ dtype: 'F32', shape: [1], data })).toBe(data);
    expect([...toFloat32({ dtype: 'F64', shape: [1], data: Float64Array.of(0.1) })]).toEqual([Math.fround(0.1)]);
    expect(() => toFloat32({ dtype: 'I64', shape: [1], data: BigInt64Array.of(1n) }, 'f: tensor "n"')).toThrow(
      'f: tensor "n": expected F32, F64, F16 or BF16, got I64',
    );
  });
});

describe('toFloat16', () => {
  it('gives each float16 back, whose value it is', () => {
    const finite = Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits).filter(
      (bits) => (bits & 0x7c00) !== 0x7c00,
    );
    const values = toFloat32({ dtype: 'F16', shape: [finite.length], data: finite });
    expect(Buffer.from(toFloat16(values).buffer).equals(Buffer.from(finite.buffer))).toBe(true);
  });

  it('takes the nearest, and of two the even one', () => {
    const of = (...values: readonly number[]) =>
      Array.from(toFloat32({ dtype: 'F16', shape: [values.length], data: toFloat16(Float32Array.from(values)) }));
    const step = 2 ** -10;
    expect(of(1 + step / 2, 1 + 1.5 * step, 1 + 0.51 * step, 2 - step / 4)).toEqual([1, 1 + 2 * step, 1 + step, 2]);
    expect(of(2 ** -25, 1.5 * 2 ** -24, 2 ** -24 * 0.51, -(2 ** -26))).toEqual([0, 2 ** -23, 2 ** -24, -0]);
    expect(of(65519, -65519)).toEqual([65504, -65504]);
  });

  it.each([65520, -1e10, Number.NaN, Number.NEGATIVE_INFINITY])('refuses %s', (value) => {
    expect(() => toFloat16(Float32Array.of(1, value), 'f: tensor "n"')).toThrow(
      `f: tensor "n": ${value} is beyond float16`,
    );
  });
});

describe('readSafetensors and writeSafetensors', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'safetensors-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('go through a file', () => {
    const path = join(folder, 'model.safetensors');
    writeSafetensors(path, new Map(), { old: 'yes' });
    writeSafetensors(path, everyDtype, { a: 'b' });
    const file = readSafetensors(path);
    expect(file).toEqual(decodeSafetensors(encodeSafetensors(everyDtype, { a: 'b' }), path));
    expect(readdirSync(folder)).toEqual(['model.safetensors']);
  });

  it('touch nothing when a tensor is wrong', () => {
    const path = join(folder, 'model.safetensors');
    const wrong: SafetensorsTensor = { dtype: 'F32', shape: [2], data: new Float32Array(1) };
    expect(() => writeSafetensors(path, new Map([['w', wrong]]))).toThrow(`${path}: tensor "w"`);
    expect(existsSync(path)).toBe(false);
  });

  it('name a file that is missing, not a file, or empty', () => {
    const missing = join(folder, 'missing');
    expect(() => readSafetensors(missing)).toThrow(FormatError);
    expect(() => readSafetensors(missing)).toThrow(/missing: cannot be read: no such file/);
    expect(() => readSafetensors(folder)).toThrow(`${folder}: cannot be read: it is a folder, not a file`);
    writeFileSync(missing, '');
    expect(() => readSafetensors(missing)).toThrow('is an empty file, not a safetensors file');
  });

  it('do not load a huge file whose header is right', () => {
    const path = join(folder, 'sparse');
    const length = 20 * 2 ** 30;
    const header = `{"w":{"dtype":"U8","shape":[${length}],"data_offsets":[0,${length}]}}`.padEnd(80);
    writeFileSync(path, Buffer.concat([Buffer.of(header.length, 0, 0, 0, 0, 0, 0, 0), Buffer.from(header)]));
    truncateSync(path, length + 88);
    expect(() => readSafetensors(path)).toThrow(FormatError);
    expect(() => readSafetensors(path)).toThrow(`it has ${length + 88} bytes, at most 2147483648 are read`);
  });

  it('do not load a huge file whose header is wrong', () => {
    const path = join(folder, 'sparse');
    const header = '{"w":{"dtype":"U8","shape":[9],"data_offsets":[0,9]}}   ';
    writeFileSync(path, Buffer.concat([Buffer.of(header.length, 0, 0, 0, 0, 0, 0, 0), Buffer.from(header)]));
    truncateSync(path, 2 ** 35);
    expect(() => readSafetensors(path)).toThrow(
      `the tensors end at byte 9 of the data, but the file has ${2 ** 35 - 64}`,
    );
  });
});
