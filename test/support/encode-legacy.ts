// Writes what torch.save wrote before PyTorch 1.6, for tensors of float32 and counts of int64: files as large as the published
// ones, which are not kept among the fixtures.
import type { SafetensorsTensor } from '../../src/formats/safetensors.ts';

const pickled = {
  magic: '\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.',
  protocol: '\x80\x02M\xe9\x03.',
  system: `\x80\x02}${text('little_endian')}\x88s.`,
};

/** Each tensor has a storage of its own. */
export function encodeLegacy(tensors: ReadonlyMap<string, SafetensorsTensor>): Buffer {
  const entries = [...tensors].map(([name, tensor], key) => `${text(name)}${pickledTensor(tensor, String(key))}s`);
  const keys = entries.map((_, key) => text(String(key)));
  const dict = `\x80\x02ccollections\nOrderedDict\n)R${entries.join('')}.`;
  const pickles = [pickled.magic, pickled.protocol, pickled.system, dict, `\x80\x02](${keys.join('')}e.`];
  return Buffer.concat([Buffer.from(pickles.join(''), 'latin1'), ...[...tensors.values()].flatMap(storage)]);
}

function pickledTensor({ dtype, shape, data }: SafetensorsTensor, key: string): string {
  const type = dtype === 'I64' ? 'LongStorage' : 'FloatStorage';
  const id = `(${text('storage')}ctorch\n${type}\n${text(key)}${text('cpu')}${whole(data.length)}NtQ`;
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, length) => product * length, 1));
  return `ctorch._utils\n_rebuild_tensor_v2\n(${id}${whole(0)}${tuple(shape)}${tuple(strides)}\x89}tR`;
}

function storage({ data }: SafetensorsTensor): readonly Uint8Array[] {
  const count = Buffer.alloc(8);
  count.writeBigInt64LE(BigInt(data.length));
  return [count, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)];
}

function tuple(numbers: readonly number[]): string {
  return `(${numbers.map(whole).join('')}t`;
}

function whole(number: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(number);
  return `J${bytes.toString('latin1')}`;
}

/** Pickles a text whose letters are a byte each. */
function text(value: string): string {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(value.length);
  return `X${length.toString('latin1')}${value}`;
}
