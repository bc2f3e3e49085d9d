import { describe, expect, it } from 'vitest';
import { runCommand } from './context.ts';

describe('googlenet bench', () => {
  const small = ['bench', '--mode', 'infer', '--batch-size', '1', '--json'];

  it('prints one JSON line', async () => {
    const { exitCode, stdout } = await runCommand([...small, '--steps', '3']);
    expect(exitCode).toBe(0);
    expect(stdout.endsWith('}\n')).toBe(true);
    const result = JSON.parse(stdout);
    expect(Object.keys(result)).toEqual([
      ...['engine', 'mode', 'batchSize', 'imagesPerSecond', 'medianStepMs', 'peakRssMb'],
    ]);
    expect(result).toMatchObject({ engine: 'onnxruntime', mode: 'infer', batchSize: 1 });
    expect(result.imagesPerSecond * result.medianStepMs).toBeCloseTo(1000, -1);
    expect(result.peakRssMb).toBeGreaterThan(30);
  });

  it('runs a step for each line of input, as bench/pytorch/bench.py does', async () => {
    const { stdout } = await runCommand([...small, '--interactive'], { input: 'step\nstep\n' });
    const [ready, first, second, result] = stdout.split('\n');
    expect(ready).toBe('ready');
    expect(Number(first)).toBeGreaterThan(0);
    const middle = (Number(first) + Number(second)) / 2;
    expect(JSON.parse(result).medianStepMs).toBeCloseTo(middle, 2);
  });
});
