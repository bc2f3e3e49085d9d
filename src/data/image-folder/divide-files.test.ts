import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Part } from '../../metrics/metric-table.ts';
import { type DividedFile, divideAsListed, divideFiles } from './divide-files.ts';
import { type FileList, listFiles, readFileList, writeFileList } from './file-list.ts';

const file = (path: string, label: number, part: Part = 'train'): DividedFile => {
  return { path, part, label, sha256: path.padStart(64, '0').replaceAll(/[^0-9a-f]/g, 'a') };
};
const files = Array.from({ length: 40 }, (_, index) =>
  file(`${index % 4 < 3 ? 'a' : 'b'}/${index}.png`, index % 4 < 3 ? 0 : 1),
);
const folder = { directory: 'photos', layout: 'classes', parts: ['train'], classNames: ['a', 'b'] } as const;

describe('divideFiles', () => {
  it('keeps a fifth for validation where the folder has no parts', () => {
    const { train, val, test } = divideFiles(folder, files, { seed: 0 });
    expect([train?.length, val?.length, test]).toEqual([32, 8, undefined]);
    expect([...(val ?? [])].filter((index) => files[index].label === 1)).toHaveLength(2);
    expect(divideFiles(folder, files, { seed: 0, valSplit: 0 })).toEqual({
      train: Uint32Array.from(files.keys()),
    });
  });

  it('leaves parts as they are unless asked, and never splits where there is validation', () => {
    const three = [file('train/a/1', 0), file('train/a/2', 0), file('val/a/1', 0, 'val'), file('test/a/1', 0, 'test')];
    const parts = { ...folder, layout: 'parts', parts: ['train', 'val', 'test'] } as const;
    const [train, val, test] = [[0, 1], [2], [3]].map((indices) => Uint32Array.from(indices));
    expect(divideFiles(parts, three, { seed: 0 })).toEqual({ train, val, test });
    expect(() => divideFiles(parts, three, { seed: 0, valSplit: 0.5 })).toThrow(
      /photos: has a folder for validation already/,
    );
    const two = divideFiles({ ...parts, parts: ['train', 'test'] }, three, { seed: 0, valSplit: 0.5 });
    expect([two.train?.length, two.val?.length, two.test]).toEqual([1, 1, test]);
  });
});

describe('a list of files', () => {
  const division = divideFiles(folder, files, { seed: 3 });
  const leftOut = [{ file: 'a/"odd"\n.png', reason: 'the picture cannot be decoded' }];
  const list = listFiles(folder.classNames, files, division, leftOut);
  const path = join(mkdtempSync(join(tmpdir(), 'googlenet-list-')), 'files.json');

  it('is read as it was written, and gives the division again', () => {
    writeFileList(path, list);
    expect(readFileList(path)).toEqual(list);
    expect(list.parts.train[0]).toEqual({ file: files[division.train?.[0] ?? -1].path, sha256: expect.any(String) });
    expect(divideAsListed(folder, files, readFileList(path))).toEqual(division);
    const more = [file('a/0000.png', 0), ...files];
    expect(divideAsListed(folder, more, list).val).toEqual(division.val?.map((index) => index + 1));
  });

  it('is refused where the folder has changed, naming how', () => {
    const changed = files.slice(1).map((one) => (one.path === 'a/5.png' ? { ...one, sha256: 'f'.repeat(64) } : one));
    const message = (error: unknown) =>
      String(error)
        .replace(/^.*began: | · hint.*$/g, '')
        .split(', ')
        .sort();
    const refusal = [folder, changed, list] as const;
    expect(() => divideAsListed(...refusal)).toThrow(/photos: is not what it was when this run began: /);
    expect(() => divideAsListed(...refusal)).toThrow(
      expect.toSatisfy((error) => message(error).join() === 'a/0.png (gone or unreadable),a/5.png (changed)'),
    );
    expect(() => divideAsListed(folder, files.slice(8), list)).toThrow(
      /\(gone or unreadable\), .* and 5 more · hint: put it back/,
    );
    expect(() => divideAsListed({ ...folder, classNames: ['a'] }, files, list)).toThrow(/the classes were a, b/);
  });

  it.each<[string, string | undefined]>([
    ['cut off', JSON.stringify(list).slice(0, -9)],
    ['of another version', JSON.stringify({ ...list, version: 2 })],
    ['without parts', JSON.stringify({ ...list, parts: {} } as unknown as FileList)],
    ['with a hash that is none', JSON.stringify({ ...list, parts: { train: [{ file: 'a', sha256: 'x' }] } })],
  ])('is refused when it is %s', (_, text) => {
    writeFileSync(path, text ?? '');
    expect(() => readFileList(path)).toThrow(
      /files.json: does not say which pictures this run learns from: .*hint: get the file back/,
    );
  });

  it('is refused when it is missing', () => {
    expect(() => readFileList('no.json')).toThrow(/no.json: .*: no such file or directory/);
  });
});
