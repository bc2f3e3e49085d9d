import { expect, it } from 'vitest';
import { FormatError } from '../../errors/format-error.ts';
import { readOnnxMetadata } from './read-metadata.ts';
import { encodeOnnxModel } from './write.ts';

const metadata = { classes: '["猫","dog"]', task: '{}', empty: '' };
const bytes = encodeOnnxModel({
  producerName: 'test',
  opsetImports: [{ domain: '', version: 17 }],
  metadata,
  graph: { name: 'g', nodes: [], initializers: [], inputs: [], outputs: [] },
});

it('reads what was written, and nothing of the rest', () => {
  expect(Object.fromEntries(readOnnxMetadata(bytes, 'a.onnx'))).toEqual(metadata);
});

it('refuses what is cut or none, and never reads beyond it', () => {
  let refused = 0;
  for (let length = 1; length < bytes.length; length++) {
    try {
      readOnnxMetadata(bytes.subarray(0, length), 'a.onnx');
    } catch (error) {
      expect(error).toBeInstanceOf(FormatError);
      refused++;
    }
  }
  // Between two fields, a part is a message too.
  expect(refused).toBeGreaterThan(bytes.length - 12);
  for (const hostile of [
    '72ffffffffffffffffff01',
    '7203ff',
    '00',
    '77',
    'ffffffffffffffffffffffff',
    '89504e470d0a1a0a',
  ]) {
    expect(() => readOnnxMetadata(Buffer.from(hostile, 'hex'), 'a.onnx'), hostile).toThrow(
      'a.onnx: is not an ONNX model, or is damaged at byte',
    );
  }
});
