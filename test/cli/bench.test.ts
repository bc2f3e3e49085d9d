import { describe, expect, it } from 'vitest';
import { enginesUnderTest } from '../support/engines.ts';
import { itUnless } from '../support/unless.ts';
import { runCommand } from './context.ts';

describe('googlenet bench', () => {
  const small = ['bench', '--mode', 'infer', '--engine', 'onnxruntime', '--batch-size', '1', '--json'];

  it('prints one JSON line', async () => {
    const { exitCode, stdout } = await runCommand([...small, '--steps', '3']);
    expect(exitCode).toBe(0);
    expect(stdout.endsWith('}\n')).toBe(true);
    const result = JSON.parse(stdout);
    expect(Object.keys(result)).toEqual([
      ...['engine', 'engineVersion', 'precision', 'mode', 'batchSize', 'imagesPerSecond', 'medianStepMs', 'compileMs'],
      'peakRssMb',
    ]);
    expect(result).toMatchObject({ engine: 'onnxruntime', mode: 'infer', batchSize: 1 });
    expect(result.imagesPerSecond * result.medianStepMs).toBeCloseTo(1000, -1);
    expect(result.peakRssMb).toBeGreaterThan(30);
  });

  it('says it in Chinese, or in words that the JSON has', async () => {
    const command =
      'bench --model lenet --image-size 28 --mode infer --engine reference --batch-size 1 --steps 1'.split(' ');
    const { stdout: chinese } = await runCommand([...command, '--lang', 'zh']);
    expect(chinese).toMatch(
      /^引擎 reference v\S+ · 数值精度 float32 · 推理，每批 1 张 · 每秒 [\d.]+ 张图像 · 每步 [\d.]+ ms（中位数） · 编译 [\d.]+ ms · 内存峰值 [\d.]+ MB\n$/,
    );
    const { stdout: english } = await runCommand(command);
    expect(english).toMatch(
      /^engine reference {2}engineVersion v\S+ {2}precision float32 {2}mode infer {2}batchSize 1 {2}/,
    );
  });

  it('refuses a step that no machine has memory for, and names what has no effect', async () => {
    const { exitCode, stderr, notes } = await runCommand(
      'bench --engine reference --onednn x --batch-size 1e9 --interactive --steps 3'.split(' '),
    );
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(
        /^error INVALID_OPTION: --batch-size is 1000000000: .* GB · hint: give a --batch-size of at most/,
      ),
    ]);
    expect(notes).toEqual(['--onednn has no effect on the engine reference', '--steps has no effect on --interactive']);
  });

  it('runs a step for each line of input, as bench/pytorch/bench.py does', async () => {
    const { stdout } = await runCommand([...small, '--interactive'], { input: 'step\nstep\n' });
    const [ready, first, second, result] = stdout.split('\n');
    expect(ready).toBe('ready');
    expect(Number(first)).toBeGreaterThan(0);
    const middle = (Number(first) + Number(second)) / 2;
    expect(JSON.parse(result).medianStepMs).toBeCloseTo(middle, 2);
  });

  it('says where the time goes, of engines that can tell', async () => {
    const { exitCode, stderr } = await runCommand([...small, '--profile']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/onnxruntime does not tell its primitives apart.*--engine onednn/);
  });

  itUnless(enginesUnderTest.onednn.unavailable, 'profiles oneDNN by primitive and by layer', async () => {
    const argv = ['bench', '--engine', 'onednn', '--batch-size', '2', '--steps', '2', '--profile'];
    const { stdout } = await runCommand(argv);
    expect(stdout).toMatch(
      /^\d+\.\d ms a step \(median\).*\nconvolutions alone .* % of that roofline\n\nprimitive +count +ms +share +GFLOP\/s\n/,
    );
    expect(stdout).toMatch(/^convolution weight gradient +57 +\d+\.\d +\d+\.\d % +\d+$/m);
    expect(stdout.split('\nlayer ')[1].trimEnd().split('\n')).toHaveLength(1 + 10);
    const { kinds, layers } = JSON.parse((await runCommand([...argv, '--json'])).stdout);
    expect(layers.filter(({ module }: { module: string }) => module === 'model.8.channel2.2')).not.toHaveLength(0);
    const shares = kinds.map(({ share }: { share: number }) => share);
    expect(shares.reduce((sum: number, share: number) => sum + share)).toBeCloseTo(1);
  });
});
