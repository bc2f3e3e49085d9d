// Files of torch.save as PyTorch itself wrote them (scripts/record-torch-files.py), and files made to mislead.
import { readdirSync, readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../../errors/format-error.ts';
import { toFloat32 } from '../safetensors.ts';
import { decodeTorchCheckpoint, decodeTorchFile } from '../torch.ts';

const folder = new URL('../../../test/fixtures/torch/', import.meta.url);
const recorded = (name: string): Buffer => readFileSync(new URL(`${name}.pt`, folder));
const expected: {
  readonly files: Record<
    string,
    Record<string, { dtype: string; shape: number[]; values: (number | string | boolean)[] }>
  >;
  /** What is found in checkpoints. */
  readonly found: Record<string, { key: string | null; leftOut: string[] }>;
} = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8'));

/** A zip archive of stored entries, with right checksums. */
function zip(entries: Readonly<Record<string, Uint8Array>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, bytes] of Object.entries(entries)) {
    const shared = Buffer.alloc(26);
    shared.writeUInt32LE(crc32(bytes), 10);
    shared.writeUInt32LE(bytes.length, 14);
    shared.writeUInt32LE(bytes.length, 18);
    shared.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), shared, Buffer.from(name), bytes]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\0\0'), shared, place, Buffer.from(name)]));
    parts.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}

const archive = (pickle: string | Uint8Array, more: Readonly<Record<string, Uint8Array>> = {}) =>
  zip({ 'archive/data.pkl': typeof pickle === 'string' ? Buffer.from(pickle, 'latin1') : pickle, ...more });
const decode = (bytes: Uint8Array) => decodeTorchFile(bytes, 'file.pt');

/** The contents of a recorded archive, through a reader that knows only where torch puts them. */
function pickleOf(name: string): Buffer {
  const bytes = recorded(name);
  const begin = 30 + bytes.readUInt16LE(26) + bytes.readUInt16LE(28);
  return bytes.subarray(begin, bytes.indexOf('PK\x07\x08', begin, 'latin1'));
}

describe('decodeTorchFile', () => {
  it.each(Object.keys(expected.files))('reads %s.pt as PyTorch does', (name) => {
    const tensors = decode(recorded(name));
    const read = Object.fromEntries(
      [...tensors].map(([key, tensor]) => {
        const { dtype, shape, data } = tensor;
        const numbers = dtype === 'F16' || dtype === 'BF16' ? toFloat32(tensor) : data;
        const asRecorded = (value: number | bigint) =>
          typeof value === 'bigint' ? String(value) : dtype === 'BOOL' ? value === 1 : value;
        return [key, { dtype, shape, values: Array.from<number | bigint, unknown>(numbers, asRecorded) }];
      }),
    );
    expect(read).toEqual(expected.files[name]);
    expect([...tensors.keys()]).toEqual(Object.keys(expected.files[name]));
  });

  it.each(Object.keys(expected.found))('finds the weights of %s.pt, and says what it left out', (name) => {
    const { key, leftOut } = decodeTorchCheckpoint(recorded(name), 'file.pt');
    expect({ key: key ?? null, leftOut }).toEqual(expected.found[name]);
  });

  it('takes the state_dict that is asked for', () => {
    const bytes = recorded('two-state-dicts');
    const biasOf = (key: string) => [...(decodeTorchFile(bytes, 'file.pt', { key }).get('0.bias')?.data ?? [])];
    expect(biasOf('ema')).toEqual(biasOf('model').map((value) => -Number(value)));
    expect(biasOf('ema').length).toBe(2);
    expect(decodeTorchCheckpoint(bytes, 'file.pt', { key: 'ema' }).leftOut).toEqual(['model', 'epoch']);
    const other = () => decodeTorchFile(bytes, 'file.pt', { key: 'epoch' });
    expect(other).toThrow('holds no state_dict under "epoch" · hint: it holds "model", "ema"');
    const whole = () => decodeTorchFile(recorded('state-dict'), 'file.pt', { key: 'model' });
    expect(whole).toThrow('holds no state_dict under "model" · hint: it holds none');
  });

  it('does not choose between a state_dict and weights beside it', () => {
    const weight = `ctorch._utils\n_rebuild_tensor_v2\n((X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\x000X\x03\0\0\0cpuK\x04tQK\0K\x04\x85K\x01\x85\x89}tR`;
    const file = (name: string) =>
      archive(`}X\x03\0\0\0ema}X\x03\0\0\x000.w${weight}ssX\x03\0\0\0${name}${weight}s.`, {
        'archive/data/0': Buffer.alloc(16),
      });
    expect(decodeTorchCheckpoint(file('acc'), 'file.pt')).toMatchObject({ key: 'ema', leftOut: ['acc'] });
    expect(() => decode(file('0.w'))).toThrow('holds several state_dicts: "ema", and tensors beside');
  });

  it.each([
    [
      'module',
      /^file\.pt: [\w-]+\/data\.pkl: refers to torch\.nn\.modules\.container\.Sequential, which is not a tensor or plain data · hint: save the weights alone: torch\.save\(model\.state_dict\(\), file\)$/,
    ],
    [
      'two-state-dicts',
      /data\.pkl: holds several state_dicts: "model", "ema" · hint: say which by its key: --key model, or { key: "model" } in a program$/,
    ],
    ['tensor', /data\.pkl: holds a tensor, expected a state_dict/],
    ['script', /is a TorchScript archive · hint: save the weights/],
  ])('refuses %s.pt', (name, message) => {
    expect(() => decode(recorded(name))).toThrow(FormatError);
    expect(() => decode(recorded(name))).toThrow(message);
  });

  it('refuses big-endian files, and takes those that say they are little-endian', () => {
    const order = (text: string) => archive('\x80\x02}.', { 'archive/byteorder': Buffer.from(text) });
    expect(decode(order('little')).size).toBe(0);
    expect(() => decode(order('big'))).toThrow('archive/byteorder says "big"');
    expect(() => decode(order(''))).toThrow('archive/byteorder says ""');
  });
});

describe('a hostile pickle', () => {
  it.each<[string, string, string]>([
    [
      'calls a shell',
      'cos\nsystem\n(X\x04\0\0\0echotR.',
      'archive/data.pkl: refers to os.system, which is not a tensor or plain data',
    ],
    ['calls it by a newer instruction', '\x8c\x02os\x8c\x06system\x93.', 'refers to os.system'],
    [
      'hides in the names of a known one',
      'ctorch._utils\n_rebuild_tensor_v2.__globals__\n.',
      'refers to torch._utils._rebuild_tensor_v2.__globals__',
    ],
    ['evaluates text', 'c__builtin__\neval\n.', 'refers to __builtin__.eval'],
    ['makes an object of a value', '})\x81.', 'the pickle makes an object of a dict'],
    ['makes an object', 'csubprocess\nPopen\n)\x81.', 'refers to subprocess.Popen'],
    [
      'makes a tensor as an object',
      'ctorch._utils\n_rebuild_tensor_v2\n)\x81.',
      'makes an object of torch._utils._rebuild',
    ],
    ['calls the factory of a defaultdict', 'c__builtin__\nlist\n)R.', '__builtin__.list is called with what'],
    ['gives a defaultdict something to call', 'ccollections\ndefaultdict\ncos\nsystem\n\x85R.', 'refers to os.system'],
    ['gives a defaultdict a value for it', 'ccollections\ndefaultdict\nK\x01\x85R.', 'defaultdict is called with what'],
    ['counts what is no dict', 'ccollections\nCounter\nK\x05\x85R.', 'collections.Counter is called with what'],
    ['asks data for more', 'cargparse\nNamespace.__init__\n.', 'refers to argparse.Namespace.__init__'],
    ['walks the attributes of data', 'c__builtin__\ngetattr\n.', 'refers to __builtin__.getattr'],
    ['says its bytes are many', 'B\xff\xff\xff\x7f.', 'cut short'],
    ['is plain data alone', 'cdatetime\ndatetime\n)R.', 'holds datetime.datetime, expected a state_dict'],
    ['has a list as key', '}]K\x01s.', 'a list is the key of a dict'],
    ['uses the text protocol', '(i__main__\nX\n.', 'the pickle instruction 0x69 is not allowed'],
    ['asks for an extension', '\x82\x01.', 'instruction 0x82'],
    ['is empty', '', 'cut short'],
    ['ends early', '\x80\x02}', 'cut short'],
    ['has nothing to give', '.', 'takes a value that is not there'],
    ['marks nothing', 't.', 'a mark that is not there'],
    ['takes from below a mark', '}(R.', 'takes a value that is not there'],
    ['refers to nothing', 'h\x07.', 'refers to a value that is not there'],
    ['calls a number', 'K\x01)R.', 'the pickle calls a number'],
    [
      'calls a dict with arguments',
      'ccollections\nOrderedDict\n]\x85R.',
      'collections.OrderedDict is called with what it is never saved with',
    ],
    ['says its text is huge', '\x8d\xff\xff\xff\xff\xff\xff\xff\x7f.', 'cut short'],
    ['says its integer is huge', '\x8a\xff\x01.', 'an integer of 255 bytes'],
    ['has text that is none', 'X\x01\0\0\0\xff.', 'not UTF-8'],
    ['has a key without a value', '}(K\x01u.', 'a key without a value'],
    ['has a dict as key', '}}K\x01s.', 'a dict is the key of a dict'],
    ['appends to a dict', '}K\x01a.', 'appends to a dict'],
    ['comes from the future', '\x80\x09}.', 'pickle protocol 9 is not known'],
    ['holds itself', ']q\0h\0a.', 'holds a list, expected a state_dict'],
    ['holds itself as a dict', '}q\0X\x01\0\0\0ah\0s.', '"a" is a dict, expected tensors by name'],
    ['has numbers for names', '}K\x01K\x02s.', 'a key is a number'],
    ['holds a number among tensors', '}X\x05\0\0\0epochK\x02s.', '"epoch" is a number, expected tensors by name'],
    ['loads what is no storage', '}Q.', 'a storage is described in an unknown way'],
  ])('%s: refused', (_, pickle, message) => {
    expect(() => decode(archive(pickle))).toThrow(FormatError);
    expect(() => decode(archive(pickle))).toThrow(message);
  });

  it('of millions of instructions, or very long, is refused soon', () => {
    const begun = process.cpuUsage();
    expect(() => decode(archive(Buffer.alloc(3_000_000, '}')))).toThrow('more than 2000000 instructions');
    expect(() => decode(archive(Buffer.alloc(2 ** 24 + 1, '}')))).toThrow('16777216 at most');
    // Ten levels of lists of ten times the same list: 10¹⁰ for whoever walks them.
    const laughs = `]q\0${Array.from({ length: 200 }, () => `](${'h\0'.repeat(10)}eq\0`).join('')}.`;
    expect(() => decode(archive(laughs))).toThrow('holds a list');
    // Processor time of this process, however busy the machine is.
    const { user, system } = process.cpuUsage(begun);
    expect((user + system) / 1e6).toBeLessThan(20);
  });

  const storage = '(X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\x000X\x03\0\0\0cpuK\x04tQ';
  const tensor = (properties: string) =>
    `}X\x01\0\0\0wctorch._utils\n_rebuild_tensor_v2\n(${storage}${properties}\x89}tRs.`;
  const withStorage = (pickle: string, size = 16) => archive(pickle, { 'archive/data/0': Buffer.alloc(size) });
  const huge = 'J\xff\xff\xff\x7f';
  it.each<[string, Buffer, string]>([
    [
      'an offset beyond the storage',
      withStorage(tensor('K\x04K\x01\x85K\x01\x85')),
      'a tensor of [1] reaches beyond its storage',
    ],
    [
      'sizes beyond the storage',
      withStorage(tensor('K\0K\x05\x85K\x01\x85')),
      'a tensor of [5] reaches beyond its storage',
    ],
    [
      'strides beyond the storage',
      withStorage(tensor('K\0K\x02K\x02\x86K\x03K\x01\x86')),
      'reaches beyond its storage',
    ],
    ['a negative size', withStorage(tensor('K\0J\xff\xff\xff\xff\x85K\x01\x85')), 'sizes or strides that are none'],
    ['a negative offset', withStorage(tensor('J\xff\xff\xff\xffK\x01\x85K\x01\x85')), 'an offset, sizes or strides'],
    ['sizes without strides', withStorage(tensor('K\0K\x01\x85)')), 'sizes or strides that are none'],
    ['a bomb of stride 0', withStorage(tensor(`K\0${huge}\x85K\0\x85`)), 'repeat their elements to more than'],
    ['a bomb of many sizes', withStorage(tensor(`K\0${huge}${huge}${huge}\x87K\0K\0K\0\x87`)), 'is too large'],
    ['a storage of another size', withStorage(tensor('K\0K\x01\x85K\x01\x85'), 12), 'has 12 bytes, 4 × F32 take 16'],
    ['a storage that is missing', archive(tensor('K\0K\x01\x85K\x01\x85')), 'the storage "0" is missing'],
  ])('with %s is refused', (_, bytes, message) => {
    expect(() => decode(bytes)).toThrow(FormatError);
    expect(() => decode(bytes)).toThrow(message);
  });

  it('never does anything but give tensors or a FormatError', () => {
    const names = ['state-dict', 'views', 'checkpoint', 'protocol-4', 'module', 'plain-data', 'plain-data-protocol-4'];
    const pickles = names.map(pickleOf);
    const property = fc.property(
      fc.constantFrom(...pickles),
      fc.array(fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) }), { minLength: 1, maxLength: 6 }),
      fc.nat(),
      (pickle, changes, cut) => {
        const bytes = Buffer.from(pickle);
        for (const { at, byte } of changes) bytes[at % bytes.length] = byte;
        const kept = cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes;
        try {
          decode(archive(kept, { 'archive/data/0': Buffer.alloc(96) }));
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      },
    );
    fc.assert(property, { numRuns: 2000 });
  });
});

describe('a damaged archive', () => {
  it('is refused at every length', () => {
    const whole = recorded('state-dict');
    for (let length = 0; length < whole.length; length++) {
      expect(() => decode(whole.subarray(0, length)), `${length} bytes`).toThrow(FormatError);
    }
  });

  it('is refused or unharmed with any byte changed', () => {
    const whole = recorded('state-dict');
    const tensors = decode(whole);
    let refused = 0;
    for (let at = 0; at < whole.length; at++) {
      const bytes = Buffer.from(whole);
      bytes[at] ^= 1 << (at % 8);
      try {
        expect(decode(bytes)).toEqual(tensors);
      } catch (error) {
        expect(error, `byte ${at}`).toBeInstanceOf(FormatError);
        refused++;
      }
    }
    // The rest are times, versions and padding, which nobody reads.
    expect(refused).toBeGreaterThan(whole.length / 2);
  });

  const plain = archive('\x80\x02}.', { 'archive/data/0': Buffer.from('abcd') });
  const changed = (change: (bytes: Buffer, directory: number) => void) => {
    const bytes = Buffer.from(plain);
    change(bytes, bytes.indexOf('PK\x01\x02', 0, 'latin1'));
    return bytes;
  };
  const second = 46 + 'archive/data.pkl'.length;
  it.each<[string, Buffer, string]>([
    ['another zip', zip({ 'a.txt': Buffer.from('a') }), 'a zip archive without a data.pkl'],
    ['two of them', zip({ 'a/data.pkl': Buffer.from('}.'), 'b/data.pkl': Buffer.from('}.') }), 'without a data.pkl'],
    ['a compressed entry', changed((bytes, at) => bytes.writeUInt16LE(8, at + 10)), '"archive/data.pkl" is compressed'],
    ['an encrypted entry', changed((bytes, at) => bytes.writeUInt16LE(1, at + 8)), '"archive/data.pkl" is encrypted'],
    [
      'an entry under another name',
      changed((bytes, at) => bytes.writeUInt32LE(0, at + second + 42)),
      'has two different names',
    ],
    [
      'an entry beyond the end',
      changed((bytes, at) => {
        bytes.writeUInt32LE(1 << 20, at + 20);
        bytes.writeUInt32LE(1 << 20, at + 24);
      }),
      'reaches beyond the end of the archive',
    ],
    ['a size of 4 GiB', changed((bytes, at) => bytes.fill(0xff, at + 20, at + 28)), 'beyond 4 GiB'],
    [
      'an entry that is elsewhere',
      changed((bytes, at) => bytes.writeUInt32LE(3, at + 42)),
      'is not where the directory says',
    ],
    ['a wrong checksum', changed((bytes, at) => bytes.writeUInt32LE(3, at + 16)), 'its CRC-32 is not the recorded one'],
    ['no files at all', changed((bytes) => bytes.fill(0, bytes.length - 14, bytes.length - 10)), 'without a data.pkl'],
  ])('%s is refused', (_, bytes, message) => {
    expect(() => decode(bytes)).toThrow(FormatError);
    expect(() => decode(bytes)).toThrow(message);
  });

  it('whose entries share bytes is refused', () => {
    // The first entry is as long as both: its data holds the second one.
    const bytes = Buffer.from(zip({ 'archive/data.pkl': Buffer.from('}.'), 'archive/data/0': Buffer.from('abcd') }));
    const directory = bytes.indexOf('PK\x01\x02', 0, 'latin1');
    const begin = 30 + 'archive/data.pkl'.length;
    bytes.writeUInt32LE(directory - begin, directory + 20);
    bytes.writeUInt32LE(directory - begin, directory + 24);
    bytes.writeUInt32LE(crc32(bytes.subarray(begin, directory)), directory + 16);
    expect(() => decode(bytes)).toThrow('"archive/data.pkl" and "archive/data/0" overlap');
  });

  it('copies a storage that is not aligned once, however many tensors share it', () => {
    const entry = '(X\x07\0\0\0storagectorch\nDoubleStorage\nX\x01\0\0\x000X\x03\0\0\0cpuK\x04tQ';
    const rebuilt = `ctorch._utils\n_rebuild_tensor_v2\n(${entry}K\0K\x04\x85K\x01\x85\x89}tR`;
    const names = ['a', 'b', 'c', 'd'].map((name) => `X\x01\0\0\0${name}${rebuilt}s`).join('');
    for (const padding of [0, 1, 2, 3, 4, 5, 6, 7]) {
      const file = archive(`}${names}.`, {
        [`a${'a'.repeat(padding)}`]: Buffer.of(1),
        'archive/data/0': Buffer.alloc(32),
      });
      const buffers = new Set([...decode(file).values()].map(({ data }) => data.buffer));
      expect(buffers.size, `${padding} bytes`).toBe(1);
    }
  });

  it('has tests for every recorded file', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.pt'));
    expect(files.length).toBe(Object.keys(expected.files).length + 5);
  });
});
