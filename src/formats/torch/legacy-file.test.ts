// torch.save's format before PyTorch 1.6, where it differs from the archives: what PyTorch wrote is read beside these in
// torch-file.test.ts, here are files made to mislead.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../../errors/format-error.ts';
import { decodeTorchFile } from '../torch.ts';

const recorded = (name: string): Buffer =>
  readFileSync(new URL(`../../../test/fixtures/torch/${name}.pt`, import.meta.url));
const decode = (bytes: Uint8Array) => decodeTorchFile(bytes, 'file.pt');

const text = (value: string) => `X${String.fromCharCode(value.length)}\0\0\0${value}`;
const storageId = ({ key = '7', type = 'FloatStorage', count = 'K\x04', part = 'N' } = {}) =>
  `(${text('storage')}ctorch\n${type}\n${text(key)}${text('cpu')}${count}${part}tQ`;
const tensor = (storage = storageId(), place = 'K\0K\x04\x85K\x01\x85') =>
  `ctorch._utils\n_rebuild_tensor_v2\n(${storage}${place}\x89}tR`;
const floats = (...values: number[]) => Buffer.from(Float32Array.from(values).buffer);
const stored = (data: Buffer, count = data.length / 4) => {
  const head = Buffer.alloc(8);
  head.writeBigInt64LE(BigInt(count));
  return Buffer.concat([head, data]);
};

/** What torch.save writes for a dict with one tensor of four elements, unless it is said otherwise. */
function legacy({
  protocol = '\x80\x02M\xe9\x03.',
  system = `\x80\x02}${text('little_endian')}\x88s.`,
  dict = `\x80\x02}${text('w')}${tensor()}s.`,
  keys = `\x80\x02]${text('7')}a.`,
  storages = stored(floats(1, 2, 3, 4)),
} = {}): Buffer {
  const magic = '\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.';
  return Buffer.concat([Buffer.from(magic + protocol + system + dict + keys, 'latin1'), storages]);
}

const dictOf = (...tensors: string[]) =>
  `\x80\x02}${tensors.map((each, index) => `${text(String(index))}${each}s`).join('')}.`;

describe('a legacy file', () => {
  it('made by hand is read', () => {
    const [name, { dtype, shape, data }] = [...decode(legacy())][0];
    expect([name, dtype, shape, [...data]]).toEqual(['w', 'F32', [4], [1, 2, 3, 4]]);
  });

  it('may name a part of a storage, as versions before 0.4 did', () => {
    const part = `(${text('9')}K\x01K\x03t`;
    const dict = dictOf(tensor(storageId({ part }), 'K\x01K\x02\x85K\x01\x85'), tensor());
    const [cut, whole] = [...decode(legacy({ dict })).values()];
    expect([...cut.data]).toEqual([3, 4]);
    expect([...whole.data]).toEqual([1, 2, 3, 4]);
  });

  it('has several storages, in the order of their list', () => {
    const dict = dictOf(
      tensor(storageId({ key: 'a' })),
      tensor(storageId({ key: 'b', type: 'LongStorage', count: 'K\x01' }), 'K\0))'),
    );
    const count = Buffer.alloc(8);
    count.writeBigInt64LE(-5n);
    const storages = Buffer.concat([stored(count, 1), stored(floats(5, 6, 7, 8))]);
    const [first, second] = [...decode(legacy({ dict, keys: `](${text('b')}${text('a')}e.`, storages })).values()];
    expect([...first.data]).toEqual([5, 6, 7, 8]);
    expect([second.shape, ...second.data]).toEqual([[], -5n]);
  });

  it('is copied once where it is not aligned', () => {
    const buffers = [...decode(legacy({ dict: dictOf(tensor(), tensor(), tensor()) })).values()].map(
      ({ data }) => data.buffer,
    );
    expect(new Set(buffers).size).toBe(1);
  });

  it.each<[string, Parameters<typeof legacy>[0], string]>([
    ['another protocol', { protocol: '\x80\x02M\xe8\x03.' }, 'the protocol of torch.save is not 1001'],
    ['an object for a protocol', { protocol: '}Q.' }, 'has objects where only numbers and texts belong'],
    ['code for a protocol', { protocol: 'cos\nsystem\n(X\x04\0\0\0echotR.' }, 'refers to os.system'],
    ['big-endian numbers', { system: `}${text('little_endian')}\x89s.` }, 'does not say that it is little-endian'],
    ['no word of its system', { system: 'N.' }, 'does not say that it is little-endian'],
    ['code in its system', { system: 'cposix\nsystem\n(X\x04\0\0\0echotR.' }, 'refers to posix.system'],
    [
      'a whole network',
      { dict: '(X\x06\0\0\0modulectorch.nn.modules.linear\nLinear\nNNtQ.' },
      'refers to torch.nn.modules.linear.Linear',
    ],
    ['code in its dict', { dict: 'cbuiltins\neval\n.' }, 'refers to builtins.eval'],
    ['code in its list', { keys: 'cbuiltins\neval\n.' }, 'refers to builtins.eval'],
    ['a tensor in its list', { keys: `]${tensor()}a.` }, 'refers to torch._utils._rebuild_tensor_v2'],
    ['no list of storages', { keys: '}.' }, 'has no list of its storages'],
    ['a list in its list', { keys: ']]a.' }, 'lists a list among its storages, which no tensor names'],
    [
      'a storage that nobody names',
      { keys: `]${text('8')}a.` },
      'lists the storage "8" among its storages, which no tensor names',
    ],
    ['a storage twice', { keys: `](${text('7')}${text('7')}e.` }, 'the storage "7" is listed twice'],
    ['a storage that is missing', { keys: '].', storages: Buffer.alloc(0) }, 'the storage "7" is missing'],
    [
      'a storage of another length',
      { storages: stored(floats(1, 2, 3)) },
      'the storage "7" has 3 elements, its tensors say 4',
    ],
    ['a negative length', { storages: stored(floats(1, 2, 3, 4), -1) }, 'has -1 elements'],
    ['a storage that is cut', { storages: stored(floats(1, 2, 3), 4) }, 'the storage "7" is cut short'],
    ['a length that is cut', { storages: Buffer.alloc(7) }, 'the storage "7" is cut short'],
    ['something behind it', { storages: stored(floats(1, 2, 3, 4, 5), 4) }, '4 bytes follow the last storage'],
    [
      'a storage of 2⁶³ elements',
      { dict: dictOf(tensor(storageId({ count: '\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f' }))) },
      'which no tensor names',
    ],
    [
      'a storage of 2⁵² elements',
      {
        dict: dictOf(tensor(storageId({ count: '\x8a\x08\0\0\0\0\0\0\x10\0' }))),
        storages: stored(floats(1, 2, 3, 4), 2 ** 52),
      },
      'the storage "7" is cut short',
    ],
    [
      'a storage of two sizes',
      { dict: dictOf(tensor(), tensor(storageId({ count: 'K\x05' }))) },
      'the storage "7" has 16 bytes, 5 × F32 take 20',
    ],
    [
      'a part beyond its storage',
      { dict: dictOf(tensor(), tensor(storageId({ part: `(${text('9')}K\x02K\x03t` }))) },
      'a storage is described in an unknown way',
    ],
    [
      'a tensor beyond its part',
      { dict: dictOf(tensor(storageId({ part: `(${text('9')}K\0K\x03t` }))) },
      'a tensor of [4] reaches beyond its storage',
    ],
    ['a tensor by itself', { dict: `${tensor()}.` }, 'holds a tensor, expected a state_dict'],
    [
      'a stride of 0 over very much',
      { dict: dictOf(tensor(storageId(), 'K\0J\xff\xff\xff\x7f\x85K\0\x85')) },
      'repeat their elements to more than',
    ],
  ])('with %s is refused', (_, parts, message) => {
    expect(() => decode(legacy(parts))).toThrow(FormatError);
    expect(() => decode(legacy(parts))).toThrow(message);
  });

  it('whose pickles go on for very long is refused before it is read', () => {
    const dict = Buffer.concat([Buffer.from('X\0\0\0\x02', 'latin1'), Buffer.alloc(2 ** 25, 'a'), Buffer.from('.')]);
    expect(() => decode(legacy({ dict: dict.toString('latin1') }))).toThrow('goes on behind byte 16777216');
  });

  it.each(['legacy-state-dict', 'legacy-checkpoint', 'legacy-protocol-4'])(
    '%s.pt is refused at every length',
    (name) => {
      const whole = recorded(name);
      for (let length = 0; length < whole.length; length++) {
        expect(() => decode(whole.subarray(0, length)), `${length} bytes`).toThrow(FormatError);
      }
      expect(() => decode(Buffer.concat([whole, Buffer.of(0)]))).toThrow('1 bytes follow the last storage');
    },
  );

  it('never does anything but give tensors or a FormatError', () => {
    const names = ['state-dict', 'views', 'checkpoint', 'protocol-4', 'dtypes', 'batch-norm'];
    const files = names.map((name) => recorded(`legacy-${name}`));
    const property = fc.property(
      fc.constantFrom(...files),
      fc.array(fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) }), { minLength: 1, maxLength: 6 }),
      (file, changes) => {
        const bytes = Buffer.from(file);
        for (const { at, byte } of changes) bytes[at % bytes.length] = byte;
        try {
          decode(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      },
    );
    fc.assert(property, { numRuns: 3000 });
  });
});

describe('a tar archive', () => {
  it('is refused by name, the oldest format of torch.save', () => {
    const tar = Buffer.alloc(1024);
    tar.write('sys_info');
    tar.write('ustar', 257);
    expect(() => decode(tar)).toThrow(FormatError);
    expect(() => decode(tar)).toThrow('is a tar archive, as torch.save wrote them before PyTorch 0.1.10');
  });
});
