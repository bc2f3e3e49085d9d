import { expect, it } from 'vitest';
import { printFindings } from './doctor-texts.ts';
import { type Findings, slowsTraining } from './examine.ts';

it.each([
  [0.04, 2, false],
  [0.9, 16, false],
  [0, 1, false],
  [1, 2, true],
  [9.5, 8, true],
  [0.6, 1, true],
])('a load of %d on %d cores slows a training: %s', (load, cores, expected) => {
  expect(slowsTraining(load, cores)).toBe(expected);
});

const findings: Findings = {
  googlenet: '0.1.0',
  node: { version: 'v20.19.0', platform: 'linux', arch: 'x64' },
  processor: { model: 'AMD EPYC', cores: 2, vectorExtensions: ['fma', 'avx2'] },
  memory: { total: 8e9, free: 4e9 },
  load: { lastMinute: 0, slowsTraining: false },
  engines: [{ name: 'webgpu', missing: "install your GPU's driver, with Vulkan 1.1 or newer on Linux" }],
  gpus: [],
  precision: { available: ['float32'], auto: 'float32' },
  mpi: [],
  dataset: { name: 'Fashion-MNIST', found: { directory: '/data', source: 'system' }, downloadsTo: null },
  printed: ['Warning: Vulkan shaderUniform*ArrayDynamicIndexing required.', 'at InitializeImpl'],
};

it('what native libraries printed comes last, in the rows of the rest', () => {
  const print = (language: 'en' | 'zh') =>
    printFindings(findings, { language, program: 'googlenet', columns: 60 }).join('\n');
  expect(print('en').split('\n').slice(-4)).toEqual([
    'dataset    /data (system)',
    'messages   Warning: Vulkan',
    '           shaderUniform*ArrayDynamicIndexing required.',
    '           at InitializeImpl',
  ]);
  expect(print('zh')).toMatch(/^消息 {6}Warning: /m);
  expect(print('zh')).toContain('webgpu 不可用：请安装 GPU 驱动');
});
