// What a version of Node can break: the native modules of every engine, files and pictures, and warnings that it prints.
// scripts/test-node-versions.mjs runs this on other versions.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { engineNames } from '../src/engines/open-engine.ts';
import { decodeSafetensors, encodeSafetensors, float32Tensors } from '../src/formats/safetensors.ts';
import { enginesUnderTest } from './support/engines.ts';
import { TinyNet } from './support/small-nets.ts';
import { createTinyTrainer } from './support/tiny-training.ts';
import { itUnless } from './support/unless.ts';

const program = fileURLToPath(new URL('../bin/googlenet.js', import.meta.url));

describe(`Node ${process.version}`, () => {
  it('runs the program without a warning', async () => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, 'doctor']);
    expect(stderr).toBe('');
    expect(stdout).toContain(process.version);
  });

  for (const engine of engineNames) {
    // What a version of Node can break of it is the same file's loading.
    if (engine === 'webgpu') continue;
    itUnless(enginesUnderTest[engine].unavailable, `trains on ${engine}, and keeps the weights`, async () => {
      const model = new TinyNet();
      await using trainer = await createTinyTrainer(model, { engine });
      await trainer.train(1);
      const tensors = float32Tensors(model.stateDict());
      expect(decodeSafetensors(encodeSafetensors(tensors), 'weights').tensors).toEqual(tensors);
    });
  }

  it('reads and writes pictures', async () => {
    const pixels = Uint8Array.from({ length: 48 }, (_, index) => index * 5);
    const png = await sharp(pixels, { raw: { width: 4, height: 4, channels: 3 } })
      .png()
      .toBuffer();
    expect(new Uint8Array(await sharp(png).raw().toBuffer())).toEqual(pixels);
  });
});
