// The files are read back by other code than wrote them. see: test/support/read-events.ts
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEvents, slowMaskedCrc } from '../../test/support/read-events.ts';
import { FormatError } from '../errors/format-error.ts';
import { WriteError } from '../errors/write-error.ts';
import { crc32c, maskedCrc32c } from './tfevents/crc32c.ts';
import { EventFileWriter } from './tfevents.ts';

/** A grey PNG of zeros. */
function greyPng(height: number, width: number): Uint8Array {
  const chunk = (type: string, data: Uint8Array) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const pixels = deflateSync(Buffer.alloc(height * (width + 1)));
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

describe('crc32c', () => {
  it.each([
    ['123456789', Buffer.from('123456789'), 0xe3069283],
    ['32 zeros', new Uint8Array(32), 0x8a9136aa],
    ['32 × ff', new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ['0 … 31', Uint8Array.from({ length: 32 }, (_, index) => index), 0x46dd794e],
    ['31 … 0', Uint8Array.from({ length: 32 }, (_, index) => 31 - index), 0x113fdb5c],
    ['nothing', new Uint8Array(0), 0],
  ])('of %s is that of RFC 3720', (_, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected);
    expect(maskedCrc32c(bytes)).toBe(slowMaskedCrc(bytes));
  });
});

describe('EventFileWriter', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tfevents-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = (writer: EventFileWriter) => readEvents(readFileSync(writer.path));

  it('writes scalars and pictures that another reader understands', () => {
    const writer = EventFileWriter.open(join(folder, 'train'), { wallTime: 1700000000.25 });
    const png = greyPng(3, 5);
    writer.scalar('loss', 2.5, 1, 1700000001.5);
    writer.scalar('accuracy/train', Number.NaN, 2 ** 40, 1700000002);
    writer.image('confusion', png, { height: 3, width: 5 }, 7, 1700000003);
    writer.close();
    expect(writer.path).toMatch(/train[/\\]events\.out\.tfevents\.1700000000\.[^/\\]+$/);
    expect(read(writer)).toEqual([
      { wall_time: 1700000000.25, file_version: 'brain.Event:2' },
      { wall_time: 1700000001.5, step: 1, summary: { value: [{ tag: 'loss', simple_value: 2.5 }] } },
      {
        wall_time: 1700000002,
        step: 2 ** 40,
        summary: { value: [{ tag: 'accuracy/train', simple_value: Number.NaN }] },
      },
      {
        wall_time: 1700000003,
        step: 7,
        summary: {
          value: [
            {
              tag: 'confusion',
              image: { height: 3, width: 5, colorspace: 1, encoded_image_string: Buffer.from(png) },
            },
          ],
        },
      },
    ]);
  });

  it('frames the first record to the byte', () => {
    const writer = EventFileWriter.open(folder, { wallTime: 1 });
    writer.close();
    const data = `09${'000000000000f03f'}1a0d${Buffer.from('brain.Event:2').toString('hex')}`;
    const bytes = readFileSync(writer.path);
    expect(bytes.subarray(0, 8).toString('hex')).toBe('1800000000000000');
    expect(bytes.subarray(12, 36).toString('hex')).toBe(data);
    expect(bytes.length).toBe(12 + 24 + 4);
  });

  it('leaves a readable file at every length, as after a crash', () => {
    const writer = EventFileWriter.open(folder);
    for (let step = 0; step < 3; step++) writer.scalar('loss', step, step);
    writer.close();
    const bytes = readFileSync(writer.path);
    const counts = Array.from(
      { length: bytes.length + 1 },
      (_, length) => readEvents(bytes.subarray(0, length)).length,
    );
    expect([...new Set(counts)]).toEqual([0, 1, 2, 3, 4]);
    expect(counts.at(-1)).toBe(4);
  });

  it('begins a new file on resume, last in the alphabet, that tells where it goes on', () => {
    const first = EventFileWriter.open(folder, { wallTime: 1700000000 });
    first.close();
    // Within the same second, and even where the clock went back.
    const paths = [1700000000, 1600000000].map((wallTime) => {
      const writer = EventFileWriter.open(folder, { wallTime, startStep: 40 });
      writer.close();
      expect(read(writer)[1]).toEqual({ wall_time: wallTime, step: 40, session_log: { status: 'START' } });
      return writer.path;
    });
    expect(
      readdirSync(folder)
        .sort()
        .map((name) => join(folder, name)),
    ).toEqual([first.path, ...paths]);
  });

  it('lets records reach the file every two seconds, and when flushed', () => {
    const writer = EventFileWriter.open(folder, { wallTime: 100 });
    writer.scalar('loss', 1, 1, 101);
    expect(read(writer).length).toBe(1);
    writer.scalar('loss', 1, 2, 102.5);
    expect(read(writer).length).toBe(3);
    writer.scalar('loss', 1, 3, 103);
    expect(read(writer).length).toBe(3);
    writer.flush();
    expect(read(writer).length).toBe(4);
    writer.close();
  });

  it('refuses tags, steps and pictures that readers would not show', () => {
    const writer = EventFileWriter.open(folder);
    expect(() => writer.scalar('train loss', 1, 1)).toThrow(FormatError);
    expect(() => writer.scalar('', 1, 1)).toThrow(FormatError);
    expect(() => writer.scalar('loss', 1, 1.5)).toThrow('step is 1.5, expected a whole number');
    expect(() => writer.image('x', Buffer.from('GIF89a'), { height: 1, width: 1 }, 1)).toThrow('not a PNG');
    expect(() => writer.image('x', greyPng(2, 3), { height: 3, width: 2 }, 1)).toThrow('the PNG is 2×3, not 3×2');
    writer.close();
    expect(read(writer).length).toBe(1);
  });

  it('never writes into the file that has the number of a closed one', () => {
    const closed = EventFileWriter.open(folder, { wallTime: 1 });
    closed.scalar('loss', 1, 1, 1);
    closed.close();
    const next = EventFileWriter.open(folder, { wallTime: 2 });
    closed.close();
    const calls = [
      () => closed.scalar('loss', 1, 2, 1),
      () => closed.scalar('loss', 1, 2, 1000),
      () => closed.image('x', greyPng(2, 3), { height: 2, width: 3 }, 1),
      () => closed.flush(),
    ];
    for (const call of calls) expect(call).toThrow(WriteError);
    next.scalar('loss', 1, 1, 2);
    next.close();
    expect(read(next)).toHaveLength(2);
    expect(read(closed)).toHaveLength(2);
  });

  it('passes the system error on where the folder is a file', () => {
    writeFileSync(join(folder, 'taken'), '');
    expect(() => EventFileWriter.open(join(folder, 'taken'))).toThrow(/EEXIST|ENOTDIR/);
  });
});
