// Reads the arguments of pickle instructions; every read is checked against the end. Pickles may follow one another: the
// cursor stands behind the one that was read last.
import { FormatError } from '../../errors/format-error.ts';

const damaged = 'the file is damaged: save or copy it again';

export interface PickleRange {
  readonly begin?: number;
  readonly end?: number;
}

export class PickleCursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #where: string;
  readonly #end: number;
  #position: number;

  /** @param range which bytes may be read; default: all */
  constructor(bytes: Uint8Array, where: string, { begin = 0, end = bytes.length }: PickleRange = {}) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#where = where;
    this.#position = begin;
    this.#end = Math.min(end, bytes.length);
  }

  get position(): number {
    return this.#position;
  }

  byte(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  /** An unsigned little-endian number of 1, 2, 4 or 8 bytes. */
  size(width: 1 | 2 | 4 | 8): number {
    const start = this.#advance(width);
    if (width === 1) return this.#view.getUint8(start);
    if (width === 2) return this.#view.getUint16(start, true);
    if (width === 4) return this.#view.getUint32(start, true);
    return Number(this.#view.getBigUint64(start, true));
  }

  int32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  /** Big-endian, unlike the rest. */
  double(): number {
    return this.#view.getFloat64(this.#advance(8));
  }

  /** Two's complement, little-endian; at most 64 bits. */
  long(width: number): number | bigint {
    if (width > 8) this.#fail(`the pickle has an integer of ${width} bytes, 8 at most are read`);
    const start = this.#advance(width);
    let value = 0n;
    for (let index = width - 1; index >= 0; index--) value = (value << 8n) | BigInt(this.#bytes[start + index]);
    value = BigInt.asIntN(8 * width, value);
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }

  text(length: number): string {
    const start = this.#advance(length);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
        this.#bytes.subarray(start, start + length),
      );
    } catch {
      return this.#fail('the pickle has a text that is not UTF-8');
    }
  }

  skip(length: number): void {
    this.#advance(length);
  }

  /** Up to a line feed, which is left out. */
  line(): string {
    const end = this.#bytes.subarray(0, this.#end).indexOf(0x0a, this.#position);
    if (end === -1) this.#fail('the pickle ends inside a name');
    const text = this.text(end - this.#position);
    this.#advance(1);
    return text;
  }

  /** @throws FormatError for a protocol newer than this */
  protocol(newest: number): void {
    const given = this.byte();
    if (given > newest) this.#fail(`pickle protocol ${given} is not known, ${newest} at most`);
  }

  #advance(count: number): number {
    const start = this.#position;
    if (count > this.#end - start) {
      this.#fail(
        this.#end < this.#bytes.length ? `the pickle goes on behind byte ${this.#end}` : 'the pickle is cut short',
      );
    }
    this.#position = start + count;
    return start;
  }

  #fail(problem: string): never {
    throw new FormatError(`${this.#where}: ${problem}`, { hint: damaged });
  }
}
