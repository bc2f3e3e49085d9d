#!/usr/bin/env node
// The suites of the engines on the engine webgpu, on SwiftShader: minutes for most of them, and half an hour for the ten losses of
// each network, so that `npm test` runs a part of them.
//   node scripts/test-webgpu.mjs [FILE…]
import { runNode } from './setup/command.mjs';
import { projectPath } from './setup/project.mjs';

process.env.GOOGLENET_TEST_WEBGPU = 'all';
const suites = [
  'webgpu',
  'gradient',
  'conformance',
  'exact',
  'elementwise-parity',
  'window-parity',
  'special-values',
  'optimizers',
  'engine-lifetimes',
  'networks-parity',
  'parity',
].map((name) => `test/${name}.test.ts`);
const files = process.argv.length > 2 ? process.argv.slice(2) : suites;
const vitest = projectPath('node_modules/vitest/vitest.mjs');
const { code } = await runNode([vitest, 'run', '-t', 'webgpu', '--testTimeout', '3600000', ...files]);
process.exitCode = code;
