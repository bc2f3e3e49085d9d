// The browser of a file of tests, begun by the first test that needs it. Where the machine has none the tests are
// skipped, but not in CI, which is to have one.
import { type Browser, chromium } from 'playwright-core';
import { afterAll } from 'vitest';
import { findChromium } from '../../../scripts/setup/find-chromium.mjs';

const program = findChromium();
let launched: Promise<Browser> | undefined;
const further: string[] = [];

/** @returns why the tests of the page cannot run here; undefined where they can */
export function whyNoBrowser(): string | undefined {
  if (program !== undefined) return undefined;
  const reason = 'there is no Chromium or Chrome on this machine';
  if (process.env.CI !== undefined) throw new Error(`${reason}, which CI must have`);
  return reason;
}

/** Gives the browser of this file of tests WebGPU, on a GPU in software where there is no other. To be called before it begins. */
export function useGpu(): void {
  further.push('--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan');
}

export function browser(): Promise<Browser> {
  launched ??= chromium.launch({
    executablePath: program as string,
    args: [
      // A camera that shows a moving pattern, for pages that may use one.
      '--use-fake-device-for-media-stream',
      // Its sandbox refuses root, as which containers run.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...further,
    ],
  });
  return launched;
}

afterAll(async () => {
  await (await launched)?.close();
});
