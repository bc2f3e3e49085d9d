// What the build has of ONNX Runtime: its WebAssembly once, for the page and for Node, and nothing that the page would not need.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectPath } from '../setup/project.mjs';

const dist = projectPath('dist');
const files = readdirSync(dist, { recursive: true }).map((path) => path.replaceAll('\\', '/'));

it('has one copy of the WebAssembly, which Node finds', () => {
  const copies = files.filter((path) => path.endsWith('.wasm'));
  expect(copies).toEqual([expect.stringMatching(/^web\/assets\/ort-wasm-simd-threaded-[\w-]+\.wasm$/)]);
  expect(readFileSync(join(dist, 'wasm/onnxruntime.mjs'), 'utf8')).toContain(`"../${copies[0]}"`);
});

it('has two small scripts beside it, which need no package', () => {
  const scripts = files.filter((path) => path.startsWith('wasm/')).sort();
  expect(scripts).toEqual(['wasm/onnxruntime.mjs', 'wasm/ort-wasm-simd-threaded.mjs']);
  for (const path of scripts) {
    expect(statSync(join(dist, path)).size, path).toBeLessThan(60_000);
    expect(readFileSync(join(dist, path), 'utf8'), path).not.toMatch(/from ?["']onnxruntime|require\(["']onnxruntime/);
  }
});
