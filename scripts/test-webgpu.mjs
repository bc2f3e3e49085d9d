#!/usr/bin/env node
// The suites of the engines on the engine webgpu, on SwiftShader: minutes for some of them, so that `npm test` runs a part of them.
//   node scripts/test-webgpu.mjs [FILE…]
import { runNode } from './setup/command.mjs';
import { projectPath } from './setup/project.mjs';

process.env.GOOGLENET_TEST_WEBGPU = 'all';
const suites = ['test/webgpu.test.ts', 'test/conformance.test.ts', 'test/exact.test.ts'];
const files = process.argv.length > 2 ? process.argv.slice(2) : suites;
const vitest = projectPath('node_modules/vitest/vitest.mjs');
const { code } = await runNode([vitest, 'run', '-t', 'webgpu', '--testTimeout', '600000', ...files]);
process.exitCode = code;
