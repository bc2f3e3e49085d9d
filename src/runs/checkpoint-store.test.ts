import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dyingFiles, fullDisk } from '../../test/support/failing-files.ts';
import { snapshot } from '../../test/support/snapshot.ts';
import { encodeSafetensors } from '../formats/safetensors.ts';
import { type Checkpoint, encodeCheckpoint } from '../training/checkpoint.ts';
import { CheckpointStore } from './checkpoint-store.ts';

function checkpointAt(epoch: number, step: number): Checkpoint {
  const facts = {
    model: 'Net',
    engine: 'none',
    threads: 1,
    seed: 0,
    batchSize: 1,
    imageSize: 1,
    trainData: '',
    testData: '',
  };
  const tensors = new Map([['w', { shape: [2], kind: 'parameter' as const, data: Float32Array.of(epoch, step) }]]);
  const running = { images: 0, loss: 0, correct: 0 };
  return { state: { facts, position: { epoch, step }, running, history: [], tensors }, configuration: {} };
}

/** Whole, as a later program may save it. */
function otherVersion(): Uint8Array {
  const file = Buffer.from(encodeCheckpoint(checkpointAt(1, 2)));
  const place = file.indexOf('"sha256":"') + 10;
  file.fill('0', place, place + 64);
  file.write('2', file.indexOf('"formatVersion":"') + 17);
  file.write(createHash('sha256').update(file).digest('hex'), place);
  return file;
}

function setUp() {
  const folder = mkdtempSync(join(tmpdir(), 'googlenet-checkpoints-'));
  const warnings: string[] = [];
  const onWarning = (text: string) => void warnings.push(text);
  return { folder, warnings, onWarning, store: new CheckpointStore(folder, { onWarning }) };
}

describe('CheckpointStore', () => {
  it('keeps the last three by position, and the best', () => {
    const { folder, store } = setUp();
    expect(store.find().newest).toBeUndefined();
    store.save(checkpointAt(2, 0), { asBest: true });
    for (const step of [7, 10]) expect(store.save(checkpointAt(9, step))).toBe(true);
    store.save(checkpointAt(10, 0));
    const kept = ['0009-step-000007', '0009-step-000010', '0010-step-000000'];
    expect(readdirSync(folder).sort()).toEqual([
      'best.safetensors',
      ...kept.map((name) => `epoch-${name}.safetensors`),
    ]);
    expect(store.find().newest).toMatchObject({ state: { position: { epoch: 10, step: 0 } } });
  });

  it('yields exactly the old or the new one, whichever operation of a save its process dies at', () => {
    const whole = dyingFiles(Number.POSITIVE_INFINITY);
    const first = setUp();
    new CheckpointStore(first.folder, { onWarning: first.onWarning, files: whole.files }).save(checkpointAt(1, 2));
    const operations = whole.operations();
    expect(operations).toBeGreaterThanOrEqual(8);

    const found = Array.from({ length: operations }, (_, index) => {
      const { folder, store, warnings, onWarning } = setUp();
      store.save(checkpointAt(1, 1));
      const dying = new CheckpointStore(folder, { onWarning, files: dyingFiles(index + 1).files });
      expect(() => dying.save(checkpointAt(1, 2))).toThrow(/died at operation/);
      const newest = store.find().newest;
      expect(warnings).toEqual([]);
      expect(newest?.state.tensors.get('w')?.data).toEqual(Float32Array.of(1, newest?.state.position.step ?? 0));
      // And the next process saves as if nothing had been.
      store.save(checkpointAt(1, 2));
      expect(readdirSync(folder).sort()).toEqual([1, 2].map((step) => `epoch-0001-step-00000${step}.safetensors`));
      return newest?.state.position.step;
    });
    // Old before the rename, new behind it.
    const renamed = found.indexOf(2);
    expect(renamed).toBeGreaterThan(3);
    expect(found).toEqual(found.map((_, index) => (index < renamed ? 1 : 2)));
  });

  it.each<[string, (path: string) => void]>([
    ['cut', (path) => truncateSync(path, 100)],
    ['empty', (path) => truncateSync(path, 0)],
    ['changed', (path) => writeFileSync(path, readFileSync(path).fill(1, 400, 401))],
    ['changed in its first letters', (path) => writeFileSync(path, readFileSync(path).fill('v', 16, 17))],
  ])('passes over one that is %s, and then sets it aside, saying so', (_, damage) => {
    const { folder, store, warnings } = setUp();
    for (const step of [1, 2, 3]) store.save(checkpointAt(1, step));
    const paths = [2, 3].map((step) => join(folder, `epoch-0001-step-00000${step}.safetensors`));
    paths.forEach(damage);
    // A file that was set aside earlier.
    writeFileSync(`${paths[1]}.damaged`, 'precious');
    const before = snapshot(folder);
    const { newest, damaged } = store.find();
    expect(newest).toMatchObject({ state: { position: { epoch: 1, step: 1 } } });
    expect([snapshot(folder), warnings]).toEqual([before, []]);

    store.setAside(damaged);
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toMatch(
      /step-000003\.safetensors: is .*; it is now .*step-000003\.safetensors\.damaged-2, and/,
    );
    expect(readdirSync(folder).filter((name) => /damaged/.test(name))).toHaveLength(3);
    expect(readFileSync(`${paths[1]}.damaged`, 'utf8')).toBe('precious');
    // They come again when the training gets there.
    store.save(checkpointAt(1, 2));
    expect(store.find()).toMatchObject({ newest: { state: { position: { epoch: 1, step: 2 } } }, damaged: [] });
  });

  it.each<[string, (path: string) => void, string]>([
    ['is a folder', (path) => mkdirSync(path), 'cannot be read: it is a folder, not a file'],
    ['no look is possible at', (path) => symlinkSync(path, path), 'cannot be read: too many symbolic links'],
    ['lies on a disk that is not there', (path) => symlinkSync('/nowhere/x', path), 'cannot be read: no such file'],
    ['another version saved', (path) => writeFileSync(path, otherVersion()), 'has format version 2, expected 1'],
    ['is another file', (path) => writeFileSync(path, encodeSafetensors(new Map())), 'but not a checkpoint'],
  ])('takes no older one for one that %s', (_, spoil, message) => {
    const { folder, store } = setUp();
    store.save(checkpointAt(1, 1));
    spoil(join(folder, 'epoch-0001-step-000002.safetensors'));
    const names = readdirSync(folder);
    expect(() => store.find()).toThrow(message);
    expect(readdirSync(folder)).toEqual(names);
  });

  it('does not take a folder that cannot be listed for an empty one', () => {
    const { folder, onWarning } = setUp();
    for (const [name, message] of [
      ['file', 'not a directory'],
      ['loop', 'too many symbolic links'],
    ]) {
      if (name === 'file') writeFileSync(join(folder, name), '');
      else symlinkSync(name, join(folder, name));
      expect(() => new CheckpointStore(join(folder, name), { onWarning }).find()).toThrow(
        `${name}: cannot be read: ${message}`,
      );
    }
  });

  it('falls back on the best where no other is whole', () => {
    const { folder, store } = setUp();
    store.save(checkpointAt(1, 1), { asBest: true });
    truncateSync(join(folder, 'epoch-0001-step-000001.safetensors'), 9);
    const { newest, damaged } = store.find();
    expect([newest?.path, damaged.length]).toEqual([join(folder, 'best.safetensors'), 1]);
  });

  it('leaves everything as it was where the disk is full, warns, and saves when it is not', () => {
    const { folder, store, warnings, onWarning } = setUp();
    store.save(checkpointAt(1, 1));
    const before = readFileSync(join(folder, 'epoch-0001-step-000001.safetensors'));
    let isFull = true;
    const full = new CheckpointStore(folder, { onWarning, files: fullDisk(() => isFull) });
    expect(full.save(checkpointAt(1, 2))).toBe(false);
    expect(readdirSync(folder)).toEqual(['epoch-0001-step-000001.safetensors']);
    expect(readFileSync(join(folder, 'epoch-0001-step-000001.safetensors'))).toEqual(before);
    expect(warnings).toEqual([
      expect.stringContaining('could not be written, the disk is full; the next save tries again'),
    ]);
    isFull = false;
    expect(full.save(checkpointAt(1, 3))).toBe(true);
    expect(store.find().newest).toMatchObject({ state: { position: { step: 3 } } });
  });

  it('ends the training where the folder is gone', () => {
    const { folder } = setUp();
    const gone = new CheckpointStore(join(folder, 'gone'), { onWarning: () => {} });
    expect(() => gone.save(checkpointAt(1, 1))).toThrow(/cannot be written: no such file/);
  });
});
