// A disk that fills up in the middle of a record: nothing is lost, and nothing half-written stays before what follows.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { EventFileWriter } from './tfevents.ts';

const disk = vi.hoisted(() => ({ room: Number.POSITIVE_INFINITY }));

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return {
    ...fs,
    writeSync(file: number, bytes: Uint8Array, offset: number, length: number, position: number): number {
      if (disk.room === 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      const written = fs.writeSync(file, bytes, offset, Math.min(length, disk.room), position);
      disk.room -= written;
      return written;
    },
  };
});

const folder = mkdtempSync(join(tmpdir(), 'tfevents-'));
afterEach(() => rmSync(folder, { recursive: true }));

it('writes everything once there is room again', () => {
  const roomy = EventFileWriter.open(join(folder, 'roomy'), { wallTime: 100 });
  const full = EventFileWriter.open(join(folder, 'full'), { wallTime: 100 });
  for (const writer of [roomy, full]) writer.scalar('loss', 1, 1, 101);
  disk.room = 20;
  expect(() => full.flush()).toThrow('ENOSPC');
  expect(() => full.scalar('loss', 2, 2, 200)).toThrow('ENOSPC');
  disk.room = Number.POSITIVE_INFINITY;
  roomy.scalar('loss', 2, 2, 200);
  for (const writer of [roomy, full]) {
    writer.scalar('loss', 3, 3, 201);
    writer.close();
  }
  expect(readFileSync(full.path).equals(readFileSync(roomy.path))).toBe(true);
});
