#!/usr/bin/env node
// The suites of the engines on one that takes so long that `npm test` runs a part of them: wasm, some minutes; webgpu, on SwiftShader
// minutes for most of them, and half an hour for the ten losses of each network.
//   node scripts/test-engine.mjs wasm|webgpu [FILE…]
import { runNode } from './setup/command.mjs';
import { projectPath } from './setup/project.mjs';

const [engine, ...given] = process.argv.slice(2);
if (!['wasm', 'webgpu'].includes(engine)) {
  console.error('which engine: wasm or webgpu?');
  process.exit(1);
}
process.env.GOOGLENET_TEST_WHOLE = engine;
const suites = [
  ...(engine === 'webgpu' ? ['webgpu'] : []),
  'gradient',
  'conformance',
  'exact',
  'elementwise-parity',
  'window-parity',
  // A GPU may compute as if there were no NaN and no infinity (WGSL, "Floating Point Evaluation").
  ...(engine === 'webgpu' ? [] : ['special-values']),
  'optimizers',
  'engine-lifetimes',
  'networks-parity',
  'parity',
].map((name) => `test/${name}.test.ts`);
const files = given.length > 0 ? given : suites;
const vitest = projectPath('node_modules/vitest/vitest.mjs');
// Each case is told when it is done: whoever stops a run that takes half an hour knows how far it came.
const { code } = await runNode([
  vitest,
  'run',
  '--reporter=verbose',
  '-t',
  engine,
  '--testTimeout',
  '3600000',
  ...files,
]);
process.exitCode = code;
