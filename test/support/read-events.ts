// Event files read by other code than wrote them: protobufjs with the schema below, and a bitwise CRC-32C.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import protobuf from 'protobufjs';
import { expect } from 'vitest';

export interface ReadEvent {
  readonly step?: number;
  readonly session_log?: { readonly status: string };
  readonly summary?: { readonly value: readonly { readonly tag: string; readonly simple_value: number }[] };
}

const schema = `
  syntax = "proto3";
  message Event {
    double wall_time = 1;
    int64 step = 2;
    oneof what { string file_version = 3; bytes graph_def = 4; Summary summary = 5; SessionLog session_log = 7; }
  }
  message SessionLog {
    enum SessionStatus { STATUS_UNSPECIFIED = 0; START = 1; STOP = 2; CHECKPOINT = 3; }
    SessionStatus status = 1;
  }
  message Summary {
    message Image { int32 height = 1; int32 width = 2; int32 colorspace = 3; bytes encoded_image_string = 4; }
    message Value { string tag = 1; oneof value { float simple_value = 2; Image image = 4; } }
    repeated Value value = 1;
  }`;
const eventType = protobuf.parse(schema, { keepCase: true }).root.lookupType('Event');

/** The polynomial division as the definition has it, bit by bit. */
export function slowMaskedCrc(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    for (let bit = 0; bit < 8; bit++) {
      const feedback = (rest ^ (byte >> bit)) & 1;
      rest = (rest >>> 1) ^ (feedback ? 0x82f63b78 : 0);
    }
  }
  const crc = BigInt(~rest >>> 0);
  const rotated = ((crc >> 15n) | (crc << 17n)) & 0xffffffffn;
  return Number((rotated + 0xa282ead8n) & 0xffffffffn);
}

/** Whole records, up to the first that is cut; every checksum is checked. */
export function readEvents(bytes: Uint8Array): ReadEvent[] {
  const events: ReadEvent[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let position = 0;
  while (position + 12 <= bytes.length) {
    const length = Number(view.getBigUint64(position, true));
    expect(view.getUint32(position + 8, true)).toBe(slowMaskedCrc(bytes.subarray(position, position + 8)));
    const end = position + 12 + length;
    if (end + 4 > bytes.length) break;
    const data = bytes.subarray(position + 12, end);
    expect(view.getUint32(end, true)).toBe(slowMaskedCrc(data));
    events.push(eventType.toObject(eventType.decode(data), { longs: Number, enums: String }) as ReadEvent);
    position = end + 4;
  }
  return events;
}

/**
 * The points of each curve as TensorBoard shows them: a file that says where it begins takes the place of earlier ones
 * from there on. A point that is told twice counts once.
 */
export function readScalars(
  folder: string,
): Readonly<Record<string, readonly (readonly [step: number, value: number])[]>> {
  const files = readdirSync(folder).filter((name) => name.startsWith('events.out.tfevents.'));
  const events = files.sort().flatMap((name) => readEvents(readFileSync(join(folder, name))));
  const curves = new Map<string, Map<number, number>>();
  for (const { step = 0, session_log, summary } of events) {
    if (session_log?.status === 'START') {
      for (const points of curves.values()) for (const told of points.keys()) if (told >= step) points.delete(told);
    }
    for (const { tag, simple_value: value } of summary?.value ?? []) {
      curves.set(tag, (curves.get(tag) ?? new Map()).set(step, value));
    }
  }
  return Object.fromEntries([...curves].map(([tag, points]) => [tag, [...points]]));
}
