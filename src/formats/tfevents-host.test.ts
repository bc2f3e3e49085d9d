import { mkdtempSync, readdirSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { EventFileWriter } from './tfevents.ts';

vi.mock('node:os', { spy: true });

it('bears the name of the host as far as a file can', () => {
  vi.mocked(hostname).mockReturnValue('a/b\u001b[31m c.org');
  const folder = mkdtempSync(join(tmpdir(), 'tfevents-'));
  EventFileWriter.open(folder, { wallTime: 1 }).close();
  expect(readdirSync(folder)).toEqual(['events.out.tfevents.0000000001.a-b--31m-c.org']);
});
