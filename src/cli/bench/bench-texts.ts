// What `bench` says of its times, for people who read Chinese; in English its line has the names that its JSON has.
import { type Texts, translated } from '../../metrics/languages.ts';
import type { BenchMode } from './bench-step.ts';

export interface BenchResult {
  readonly engine: string;
  readonly engineVersion: string;
  /** The GPU, where one computes. */
  readonly device?: string;
  readonly precision: string;
  readonly mode: BenchMode;
  readonly batchSize: number;
  readonly imagesPerSecond: number;
  readonly medianStepMs: number;
  readonly compileMs: number;
  readonly peakRssMb: number;
}

const english = {
  result: (result: BenchResult): string =>
    Object.entries(result)
      .map(([name, value]) => `${name} ${value}`)
      .join('  '),
  kinds: ['primitive', 'count', 'ms', 'share', 'GFLOP/s'],
  layers: ['layer', 'primitive', 'code', 'ms', 'share', 'GFLOP/s'],
  step: (step: string, primitives: string) => `${step} ms a step (median); ${primitives} ms in primitives`,
  roofline: (convolutions: string, percent: string) =>
    `convolutions alone ${convolutions} ms: a step reaches ${percent} % of that roofline`,
};

const chinese: typeof english = {
  result: (result) =>
    [
      `引擎 ${result.engine} ${result.engineVersion}`,
      ...(result.device === undefined ? [] : [`设备 ${result.device}`]),
      `数值精度 ${result.precision}`,
      `${result.mode === 'train' ? '训练' : '推理'}，每批 ${result.batchSize} 张`,
      `每秒 ${result.imagesPerSecond} 张图像`,
      `每步 ${result.medianStepMs} ms（中位数）`,
      `编译 ${result.compileMs} ms`,
      `内存峰值 ${result.peakRssMb} MB`,
    ].join(' · '),
  kinds: ['原语', '次数', 'ms', '占比', 'GFLOP/s'],
  layers: ['层', '原语', '实现', 'ms', '占比', 'GFLOP/s'],
  step: (step, primitives) => `每步 ${step} ms（中位数），其中原语 ${primitives} ms`,
  roofline: (convolutions, percent) => `仅卷积为 ${convolutions} ms：每步达到该上限的 ${percent} %`,
};

export const benchTexts: Texts<typeof english> = translated({ en: english, zh: chinese });
