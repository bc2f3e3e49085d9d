import { mkdtempSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Reader, SmallFiles } from './small-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'googlenet-small-files-'));

/** Counts what it reads. */
function counting(largest = 100) {
  const texts: string[] = [];
  const reader: Reader<unknown> = {
    name: 'counting',
    largest,
    read: (text) => {
      texts.push(text);
      return JSON.parse(text);
    },
  };
  return { texts, reader };
}

describe('SmallFiles', () => {
  it('reads a file once for all who ask, until it is another', async () => {
    const files = new SmallFiles();
    const { texts, reader } = counting();
    writeFileSync(join(folder, 'a.json'), '1');
    const all = await Promise.all([1, 2, 3].map(() => files.read(folder, 'a.json', reader)));
    expect([...all, await files.read(folder, 'a.json', reader)]).toEqual(Array(4).fill({ value: 1 }));
    expect(texts).toEqual(['1']);
    writeFileSync(join(folder, 'new'), '2');
    renameSync(join(folder, 'new'), join(folder, 'a.json'));
    expect(await files.read(folder, 'a.json', reader)).toEqual({ value: 2 });
  });

  it('does not read what is larger than it may be', async () => {
    writeFileSync(join(folder, 'large.json'), '');
    truncateSync(join(folder, 'large.json'), 2 ** 40);
    const { texts, reader } = counting(2 ** 20);
    const { fault } = await new SmallFiles().read(folder, 'large.json', reader);
    expect(fault).toBe('it has 1099511627776 bytes, at most 1048576 are read');
    expect(texts).toEqual([]);
  });

  it('tells what is not there from what cannot be read', async () => {
    const { reader } = counting();
    const files = new SmallFiles();
    expect(await files.read(folder, 'none.json', reader)).toEqual({});
    writeFileSync(join(folder, 'cut.json'), '{"a":');
    expect(await files.read(folder, 'cut.json', reader)).toEqual({ fault: expect.stringContaining('JSON') });
    // And goes on behind it.
    writeFileSync(join(folder, 'b.json'), 'true');
    expect(await files.read(folder, 'b.json', reader)).toEqual({ value: true });
  });

  it('keeps no more than it may', async () => {
    const files = new SmallFiles();
    const { texts, reader } = counting(2 ** 23);
    for (const name of ['1', '2', '3', '4']) {
      writeFileSync(join(folder, name), `"${name.repeat(6 * 2 ** 20)}"`);
      await files.read(folder, name, reader);
    }
    await files.read(folder, '4', reader);
    await files.read(folder, '3', reader);
    expect(texts.map((text) => text[1])).toEqual(['1', '2', '3', '4']);
    await files.read(folder, '1', reader);
    expect(texts.map((text) => text[1])).toEqual(['1', '2', '3', '4', '1']);
  });
});
