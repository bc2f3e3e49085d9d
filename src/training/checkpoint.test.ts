import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DamagedCheckpointError } from '../errors/damaged-checkpoint-error.ts';
import { decodeSafetensors, encodeSafetensors } from '../formats/safetensors.ts';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from './checkpoint.ts';

const checkpoint: Checkpoint = {
  state: {
    facts: {
      model: 'Net',
      engine: 'none',
      threads: 2,
      seed: -3,
      batchSize: 4,
      imageSize: 8,
      trainData: 'aa',
      testData: 'bb',
    },
    position: { epoch: 2, step: 1 },
    running: { images: 4, loss: 0.1 + 0.2, weight: 4, correct: 3 },
    history: [{ epoch: 1, trainLoss: 1 / 3, trainAccuracy: 0.5, testLoss: 2 / 3, testAccuracy: 0.25 }],
    tensors: new Map([
      ['weight', { shape: [2, 1], kind: 'parameter', data: Float32Array.of(1.5, -0) }],
      ['momentum.weight', { shape: [2, 1], kind: 'optimizer', data: Float32Array.of(1e-45, 3e38) }],
    ]),
  },
  configuration: { lr: 0.1, nesterov: true, init: null, run: 'été/\u001b' },
};

describe('a checkpoint', () => {
  const bytes = encodeCheckpoint(checkpoint);

  it('comes back to the bit', () => {
    const decoded = decodeCheckpoint(bytes, 'file');
    expect(decoded).toEqual(checkpoint);
    expect(Object.is(decoded.state.tensors.get('weight')?.data[1], -0)).toBe(true);
    expect(encodeCheckpoint(decoded)).toEqual(bytes);
  });

  it('is a safetensors file like others, and says in its metadata what it is', () => {
    const { tensors, metadata } = decodeSafetensors(bytes, 'file');
    expect([...tensors.keys()].sort()).toEqual(['momentum.weight', 'weight']);
    expect(metadata).toMatchObject({
      ...{ format: 'pt', formatVersion: '1', model: 'Net', seed: '-3', epoch: '2', step: '1', trainData: 'aa' },
      configuration: JSON.stringify(checkpoint.configuration),
    });
    const text = Buffer.from(bytes).toString('latin1').replace(metadata.sha256, '0'.repeat(64));
    expect(metadata.sha256).toBe(createHash('sha256').update(text, 'latin1').digest('hex'));
  });

  it('of an earlier version, which named no kinds of tensors, is read', () => {
    const { tensors, metadata } = decodeSafetensors(bytes, 'file');
    const { kinds, ...older } = metadata;
    expect(kinds).toBe('{"momentum.weight":"optimizer"}');
    const { weight, ...running } = checkpoint.state.running;
    const zeros = '0'.repeat(64);
    const file = Buffer.from(encodeSafetensors(tensors, { ...older, sha256: zeros, running: JSON.stringify(running) }));
    file.write(createHash('sha256').update(file).digest('hex'), file.indexOf(zeros), 'latin1');
    // Byte for byte what was written then.
    expect(createHash('sha256').update(file).digest('hex')).toBe(
      'a83d2f5c65c0a06453dbec4ba662975d717d9e03625d562b0badcbb36a2cc50e',
    );
    const { state, ...rest } = decodeCheckpoint(file, 'file');
    expect({ ...rest, state: { ...state, running: { ...state.running, weight } } }).toEqual(checkpoint);
  });

  it('that is cut anywhere is refused', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeCheckpoint(bytes.subarray(0, length), 'file'), `${length} bytes`).toThrow(
        DamagedCheckpointError,
      );
    }
    expect(() => decodeCheckpoint(Buffer.concat([bytes, Buffer.of(0)]), 'file')).toThrow(DamagedCheckpointError);
  });

  it('with any one bit changed is refused', () => {
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = bytes.slice();
      changed[bit >> 3] ^= 1 << (bit & 7);
      let error: unknown;
      try {
        decodeCheckpoint(changed, 'file');
      } catch (caught) {
        error = caught;
      }
      if (!(error instanceof DamagedCheckpointError)) expect.fail(`bit ${bit} of ${bytes.length * 8}: ${error}`);
    }
  });

  /** A file that is whole, but has other metadata. */
  function forged(changes: Readonly<Record<string, string>>): Uint8Array {
    const { tensors, metadata } = decodeSafetensors(bytes, 'file');
    const zeros = '0'.repeat(64);
    const file = Buffer.from(encodeSafetensors(tensors, { ...metadata, sha256: zeros, ...changes }));
    file.write(createHash('sha256').update(file).digest('hex'), file.indexOf(zeros), 'latin1');
    return file;
  }

  it.each<[string, Record<string, string>, string]>([
    ['another format version', { formatVersion: '2' }, 'has format version 2, expected 1'],
    ['an epoch that is none', { epoch: '-1' }, 'epoch: '],
    ['a history that is not JSON', { history: '[' }, 'history: is not JSON'],
    ['running sums without images', { running: '{"loss":1,"correct":1}' }, 'running.images: '],
  ])('with %s is refused, in one line', (_, changes, message) => {
    expect(decodeCheckpoint(forged({}), 'file')).toEqual(checkpoint);
    const decode = () => decodeCheckpoint(forged(changes), 'file');
    expect(decode).toThrow(`file: ${message}`);
    // It is as it was saved: nothing that may be renamed.
    expect(decode).not.toThrow(DamagedCheckpointError);
  });

  it('that is another safetensors file is refused', () => {
    const { tensors } = decodeSafetensors(bytes, 'file');
    const decode = () => decodeCheckpoint(encodeSafetensors(tensors), 'w.safetensors');
    expect(decode).toThrow('w.safetensors: is a safetensors file, but not a checkpoint');
    expect(decode).not.toThrow(DamagedCheckpointError);
  });
});
