// Files made to mislead the reader: each is refused with an error that says where and what, none costs much memory.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../../errors/format-error.ts';
import { decodeSafetensors, encodeSafetensors, type SafetensorsTensor } from '../safetensors.ts';

function file(header: string | Uint8Array, dataSize = 0, headerLength?: bigint): Uint8Array {
  const json = Buffer.from(header);
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(headerLength ?? BigInt(json.length));
  return Buffer.concat([prefix, json, Buffer.alloc(dataSize)]);
}

const entry = (begin: number, end: number, shape = `[${end - begin}]`, dtype = 'U8') =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":[${begin},${end}]}`;

const dtypeAnd = (shape: string, offsets: string) => `{"w":{"dtype":"F32","shape":${shape},"data_offsets":${offsets}}}`;

describe('accepted', () => {
  it.each<[string, Uint8Array]>([
    ['a scalar', file(`{"w":${entry(0, 4, '[]', 'F32')}}`, 4)],
    ['a zero dimension', file(`{"w":${entry(0, 0, '[3,0]', 'F32')}}`)],
    ['empty tensors at the edges of others', file(`{"c":${entry(4, 4)},"b":${entry(0, 4)},"a":${entry(0, 0)}}`, 4)],
    ['trailing spaces', file('{}      ')],
    ['white space between', file(`{ "w" :\n\t${entry(0, 1)}\r}`, 1)],
    ['fields in any order', file('{"w":{"data_offsets":[0,1],"shape":[1],"dtype":"U8"}}', 1)],
    ['names of Object.prototype', file(`{"constructor":${entry(0, 1)},"__metadata__":{"toString":"x"}}`, 1)],
    ['unaligned data', file(`{"w":${entry(0, 8, '[1]', 'I64')}}`, 8)],
    ['an escaped name', file(`{"\\u00e9\\ud83d\\ude00\\/":${entry(0, 1)}}`, 1)],
  ])('%s', (_, bytes) => {
    expect(() => decodeSafetensors(bytes, 'file')).not.toThrow();
  });
});

describe('refused', () => {
  it.each<[string, Uint8Array, string]>([
    ['an empty file', new Uint8Array(0), 'is an empty file, not a safetensors file'],
    ['7 bytes', new Uint8Array(7), 'at least 8 bytes, got 7'],
    ['a header length of 0', new Uint8Array(8), 'does not begin with "{"'],
    ['a header above the limit', file('{}', 0, 100_000_001n), 'may have 100000000 bytes at most, but says 100000001'],
    ['a header length of 2⁶⁴ − 1', file('{}', 0, 2n ** 64n - 1n), 'says 18446744073709551615'],
    ['a header past the end', file('{}', 0, 3n), 'the header ends at byte 11, but the file has 10'],
    ['a header that is cut', file('{}', 0, 1n), 'expected a string, got the end of the header'],
    ['bytes that are not UTF-8', file(Buffer.from('7b22ff227d', 'hex')), 'not UTF-8'],
    ['an overlong encoding', file(Buffer.from('7b22c0af227d', 'hex')), 'not UTF-8'],
    ['a byte order mark', file('\ufeff{}'), 'does not begin with "{"'],
    ['an array', file('[]'), 'does not begin with "{"'],
    ['a space before', file(' {}'), 'does not begin with "{"'],
    ['other bytes after', file('{}\n'), 'nothing but spaces'],
    ['a zero after', file('{}\0'), 'nothing but spaces'],
    ['a second object', file('{}{}'), 'nothing but spaces'],
    ['a trailing comma', file(`{"w":${entry(0, 0)},}`), 'expected a string, got "}"'],
    ['single quotes', file("{'w':1}"), 'expected a string'],
    ['an unquoted key', file('{w:1}'), 'expected a string'],
    ['a string without end', file('{"w'), 'expected the end of a string'],
    ['a string ended by an escape', file('{"w\\'), 'expected the end of a string'],
    ['a control character in a string', file('{"a\nb":1}'), 'expected the end of a string'],
    ['a bad escape', file(`{"\\x":${entry(0, 0)}}`), 'bad escape'],
    ['half a surrogate pair', file(`{"\\ud800":${entry(0, 0)}}`), 'lone surrogate'],
    ['a tensor that is null', file('{"w":null}'), 'tensor "w": expected "{", got "null}"'],
    ['a tensor that is an array', file(`{"w":${'['.repeat(1e5)}`), 'tensor "w": expected "{"'],
    [
      'missing fields',
      file('{"w":{"dtype":"U8","shape":[]}}'),
      'tensor "w": expected dtype, shape and two data_offsets',
    ],
    ['an unknown field', file('{"w":{"dtype":"U8","extra":1}}'), 'tensor "w": unknown field "extra"'],
    ['a dtype that is a number', file('{"w":{"dtype":1}}'), 'tensor "w": dtype: expected a string, got "1}}"'],
    ['an unknown dtype', file(`{"w":${entry(0, 1, '[1]', 'F8_E4M3')}}`, 1), 'F64 I64 U64, got "F8_E4M3"'],
    ['a dtype of Object.prototype', file(`{"w":${entry(0, 1, '[1]', 'toString')}}`, 1), 'got "toString"'],
    ['a shape that is a number', file(dtypeAnd('4', '[0,4]'), 4), 'tensor "w": shape: expected "["'],
    [
      'a negative dimension',
      file(dtypeAnd('[-1]', '[0,4]'), 4),
      'shape: expected an integer from 0 to 2^53 - 1, got "-1]',
    ],
    ['two negative dimensions', file(dtypeAnd('[-1,-1]', '[0,4]'), 4), 'expected an integer'],
    ['a fractional dimension', file(dtypeAnd('[1.0]', '[0,4]'), 4), 'expected an integer'],
    ['an exponent', file(dtypeAnd('[1e0]', '[0,4]'), 4), 'expected an integer'],
    ['a leading zero', file(dtypeAnd('[01]', '[0,4]'), 4), 'expected an integer'],
    ['a dimension in quotes', file(dtypeAnd('["1"]', '[0,4]'), 4), 'expected an integer'],
    ['a dimension of 2⁵³', file(dtypeAnd('[9007199254740992]', '[0,4]'), 4), 'expected an integer'],
    ['a dimension of 2⁶⁴', file(dtypeAnd('[18446744073709551616]', '[0,4]'), 4), 'expected an integer'],
    ['a dimension of a million digits', file(dtypeAnd(`[${'9'.repeat(1e6)}]`, '[0,4]'), 4), 'expected an integer'],
    ['a product above 2⁵³', file(dtypeAnd('[4294967296,4294967296]', '[0,0]')), 'has more than 2^53 bytes'],
    ['a product that would wrap to 0', file(dtypeAnd('[8589934592,8589934592,2]', '[0,0]')), 'more than 2^53'],
    ['a byte size above 2⁵³', file(dtypeAnd('[9007199254740991]', '[0,0]')), 'more than 2^53'],
    ['a rank of a million', file(dtypeAnd(`[${'1,'.repeat(1e6)}1]`, '[0,4]'), 4), 'shape: more than 64 entries'],
    ['one offset', file(dtypeAnd('[1]', '[4]'), 4), 'two data_offsets'],
    ['three offsets', file(dtypeAnd('[1]', '[0,4,4]'), 4), 'data_offsets: more than 2 entries'],
    ['a negative offset', file(dtypeAnd('[1]', '[-4,0]'), 4), 'data_offsets: expected an integer'],
    ['an end before the begin', file(dtypeAnd('[1]', '[4,0]'), 4), 'end at 0, before they begin at 4'],
    [
      'a range too short',
      file(dtypeAnd('[2]', '[0,4]'), 4),
      'tensor "w": F32 of shape [2] needs 8 bytes, data_offsets hold 4',
    ],
    ['a range too long', file(dtypeAnd('[1]', '[0,8]'), 8), 'needs 4 bytes, data_offsets hold 8'],
    [
      'a first tensor that is not at 0',
      file(`{"w":${entry(1, 4)}}`, 4),
      'tensor "w": data_offsets begin at 1 and leave a hole',
    ],
    [
      'a hole',
      file(`{"v":${entry(0, 4)},"w":${entry(5, 9)}}`, 9),
      'tensor "w": data_offsets begin at 5 and leave a hole',
    ],
    [
      'an overlap',
      file(`{"w":${entry(3, 9)},"v":${entry(0, 4)}}`, 9),
      'tensor "w": data_offsets begin at 3 and overlap',
    ],
    ['the same range twice', file(`{"v":${entry(0, 4)},"w":${entry(0, 4)}}`, 4), 'overlap'],
    ['an empty tensor inside another', file(`{"v":${entry(0, 4)},"w":${entry(2, 2)}}`, 4), 'tensor "w"'],
    [
      'data that is cut',
      file(`{"w":${entry(0, 4)}}`, 3),
      'tensor "w": data_offsets end at 4, but the file has 3 bytes',
    ],
    ['a tensor of a petabyte', file(`{"w":${entry(0, 2 ** 50)}}`, 4), 'end at 1125899906842624, but the file has 4'],
    ['trailing bytes', file(`{"w":${entry(0, 4)}}`, 5), 'end at byte 4 of the data, but the file has 5'],
    ['data without tensors', file('{}', 1), 'end at byte 0 of the data, but the file has 1'],
    ['a tensor twice', file(`{"w":${entry(0, 4)},"w":${entry(0, 4)}}`, 4), 'duplicate key "w"'],
    ['a tensor twice, once escaped', file(`{"w":${entry(0, 4)},"\\u0077":${entry(4, 8)}}`, 8), 'duplicate key "w"'],
    ['a field twice', file('{"w":{"shape":[1],"shape":[1]}}', 4), 'tensor "w": duplicate key "shape"'],
    ['a metadata key twice', file('{"__metadata__":{"a":"1","a":"2"}}'), '__metadata__: duplicate key "a"'],
    ['metadata twice', file('{"__metadata__":{},"__metadata__":{}}'), 'duplicate key "__metadata__"'],
    ['a tensor named __proto__', file(`{"__proto__":${entry(0, 4)}}`, 4), '"__proto__" is not allowed'],
    ['the same, escaped', file(`{"__pro\\u0074o__":${entry(0, 4)}}`, 4), '"__proto__" is not allowed'],
    ['__proto__ in metadata', file('{"__metadata__":{"__proto__":"x"}}'), '"__proto__" is not allowed'],
    ['__proto__ in a tensor', file('{"w":{"__proto__":{}}}'), '"__proto__" is not allowed'],
    ['metadata that is a number', file('{"__metadata__":{"a":1}}'), '__metadata__ "a": expected a string, got "1}}"'],
    ['metadata that is null', file('{"__metadata__":null}'), '__metadata__: expected "{"'],
    ['nested metadata', file('{"__metadata__":{"a":{}}}'), '__metadata__ "a": expected a string'],
  ])('%s', (_, bytes, message) => {
    const decode = () => decodeSafetensors(bytes, 'some/file.safetensors');
    expect(decode).toThrow(FormatError);
    expect(decode).toThrow(/^some\/file\.safetensors: /);
    expect(decode).toThrow(message);
  });

  it('keeps a long name out of the message', () => {
    const bytes = file(`{"${'long '.repeat(1e5)}":null}`);
    expect(() => decodeSafetensors(bytes, 'file')).toThrow(/^.{0,300}$/s);
  });
});

/** Decodes or refuses: nothing else may happen. Returns whether it decoded. */
function decodes(bytes: Uint8Array): boolean {
  try {
    const { tensors } = decodeSafetensors(bytes, 'file');
    const size = [...tensors.values()].reduce((total, { data }) => total + data.byteLength, 0);
    expect(size).toBeLessThanOrEqual(bytes.length);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
    return false;
  }
}

describe('whatever the bytes', () => {
  const valid = encodeSafetensors(
    new Map<string, SafetensorsTensor>([
      ['w', { dtype: 'F32', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }],
      ['step', { dtype: 'I64', shape: [], data: BigInt64Array.of(5n) }],
      ['é', { dtype: 'F16', shape: [0, 3], data: new Uint16Array(0) }],
    ]),
    { format: 'pt', 'a\\b': '"' },
  );
  const headerLength = valid[0];

  it('refuses every proper prefix', () => {
    for (let length = 0; length < valid.length; length++) {
      expect(decodes(valid.subarray(0, length))).toBe(false);
    }
    expect(decodes(valid)).toBe(true);
  });

  it('survives changed, inserted and removed bytes', () => {
    const place = fc.nat(8 + headerLength + 1);
    const mark = fc.constantFrom(...Buffer.from('{}[]",:\\0123456789-.eE tnfu\0\x7f\xff'));
    const edit = fc.record({
      place,
      removed: fc.nat(3),
      added: fc.array(fc.oneof(mark, fc.nat(255)), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const bytes = [...valid];
        for (const { place, removed, added } of edits) {
          bytes.splice(place, removed, ...added);
        }
        decodes(Uint8Array.from(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  it('survives headers that are JSON but nonsense', () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom('U8', 'F32', [0, 4], [1], [], [2 ** 53], [-1], [1e300]));
    const tensor = fc.record({ dtype: value, shape: value, data_offsets: value }, { requiredKeys: [] });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(value, tensor)), fc.nat(8), (header, dataSize) => {
        decodes(file(JSON.stringify(header), dataSize));
      }),
      { numRuns: 1000 },
    );
  });

  it('reads what JSON.parse reads from any text between quotes, or refuses it', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('\\', '"', 'u', '0', 'd', '8', 'n', 'é', '\n') }), (text) => {
        const header = `{"__metadata__":{"key":"${text}"}}`;
        if (decodes(file(header))) {
          const { metadata } = decodeSafetensors(file(header), 'file');
          expect({ ...metadata }).toEqual(JSON.parse(header).__metadata__);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
