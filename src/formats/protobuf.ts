// A writer of Protocol Buffers, as much as ONNX and TensorBoard need. Large byte fields are kept by reference until
// `finish` copies every byte once, so a model with 100 MB of weights costs one buffer of that size and no more.
// see: https://protobuf.dev/programming-guides/encoding/
import { FormatError } from '../errors/format-error.ts';

/** The low three bits of a tag: how the field's value is laid out. */
const wireType = { varint: 0, fixed64: 1, lengthDelimited: 2, fixed32: 5 } as const;

/** Smaller byte fields are copied at once, which is cheaper than one more piece. */
const smallestPiece = 1024;

export class ProtobufWriter {
  readonly #pieces: Uint8Array[] = [];
  #piecesLength = 0;
  /** Bytes after the last piece. */
  #tail: number[] = [];

  /** An integer field: int32, int64, enum or bool; negative numbers take ten bytes. */
  int(field: number, value: number | bigint): void {
    this.#tag(field, wireType.varint);
    this.#varint(value);
  }

  /** A `float` field. */
  float(field: number, value: number): void {
    this.#tag(field, wireType.fixed32);
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    this.#tail.push(...bytes);
  }

  /** A `double` field. */
  double(field: number, value: number): void {
    this.#tag(field, wireType.fixed64);
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setFloat64(0, value, true);
    this.#tail.push(...bytes);
  }

  string(field: number, value: string): void {
    this.bytes(field, new TextEncoder().encode(value));
  }

  /** A `bytes` field. The array must not change before `finish`. */
  bytes(field: number, value: Uint8Array): void {
    this.#tag(field, wireType.lengthDelimited);
    this.#varint(value.length);
    this.#append(value);
  }

  /** A nested message, filled in by `write`. */
  message(field: number, write: (message: ProtobufWriter) => void): void {
    const message = new ProtobufWriter();
    write(message);
    message.#cut();
    this.#tag(field, wireType.lengthDelimited);
    this.#varint(message.#piecesLength);
    for (const piece of message.#pieces) {
      this.#append(piece);
    }
  }

  /** The message so far, in an array of its own. */
  finish(): Uint8Array<ArrayBuffer> {
    this.#cut();
    const bytes = new Uint8Array(this.#piecesLength);
    let position = 0;
    for (const piece of this.#pieces) {
      bytes.set(piece, position);
      position += piece.length;
    }
    return bytes;
  }

  #tag(field: number, type: number): void {
    this.#varint(field * 8 + type);
  }

  /** Seven bits a byte, lowest first; the high bit says that more follow. Negative numbers count as 2⁶⁴ + value. */
  #varint(value: number | bigint): void {
    if (typeof value === 'bigint' || value < 0 || !Number.isSafeInteger(value)) {
      this.#longVarint(value);
      return;
    }
    let rest = value;
    while (rest >= 128) {
      this.#tail.push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    this.#tail.push(rest);
  }

  #longVarint(value: number | bigint): void {
    if (typeof value === 'number' && !Number.isSafeInteger(value)) {
      throw new FormatError(`protobuf: expected an integer, got ${value}`, { hint: 'above 2^53, give a bigint' });
    }
    const integer = BigInt(value);
    if (BigInt.asIntN(64, integer) !== integer) {
      throw new FormatError(`protobuf: expected an integer of 64 bits, got ${value}`);
    }
    let rest = BigInt.asUintN(64, integer);
    while (rest >= 128n) {
      this.#tail.push(Number(rest % 128n) + 128);
      rest /= 128n;
    }
    this.#tail.push(Number(rest));
  }

  #append(bytes: Uint8Array): void {
    if (bytes.length < smallestPiece) {
      // A call takes this many arguments on every platform.
      this.#tail.push(...bytes);
    } else {
      this.#cut();
      this.#addPiece(bytes);
    }
  }

  #cut(): void {
    if (this.#tail.length > 0) {
      this.#addPiece(Uint8Array.from(this.#tail));
      this.#tail = [];
    }
  }

  #addPiece(piece: Uint8Array): void {
    this.#pieces.push(piece);
    this.#piecesLength += piece.length;
  }
}
