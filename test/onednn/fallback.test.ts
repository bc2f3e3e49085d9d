// A machine without oneDNN, played by a search that finds nothing.
import { expect, it, vi } from 'vitest';
import { openEngine } from '../../src/engines/open-engine.ts';
import { EngineError } from '../../src/errors/engine-error.ts';

vi.mock('../../src/engines/onednn/library/find-library.ts', () => ({
  findLibrary() {
    throw new EngineError('oneDNN was not found. Searched:\n  here\n  there', { hint: 'apt install libdnnl2' });
  },
}));

it('falls back to onnxruntime with one line on how to get the speed, and what it is worth', async () => {
  const engine = await openEngine('auto');
  expect(engine.name).toBe('onnxruntime');
  expect(engine.advice).toBe('training is about three times as fast with oneDNN: apt install libdnnl2');
  await engine.close();
});

it('fails where oneDNN was asked for', async () => {
  await expect(openEngine('onednn')).rejects.toThrow(/Searched:\n {2}here\n {2}there · hint: apt install libdnnl2/);
});
