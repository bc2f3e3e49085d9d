// What works before anything was trained: the weights of the package, found without a word about them.
import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { fashionMnist } from '../../src/data/fashion-mnist/fashion-mnist.ts';
import { readSafetensors, toFloat32 } from '../../src/formats/safetensors.ts';
import { packagedWeights } from '../../src/runs/packaged-weights.ts';
import { runCommand, temporaryFolder } from './context.ts';

const readme = readFileSync(fileURLToPath(new URL('../../weights/README.md', import.meta.url)), 'utf8');

/** Test image 0 is a boot. */
async function folderWithBoot() {
  const workingDirectory = temporaryFolder();
  const { images } = await fashionMnist({ split: 'test' });
  const boot = sharp(images.subarray(0, 784), { raw: { width: 28, height: 28, channels: 1 } });
  await boot.png().toFile(join(workingDirectory, 'boot.png'));
  const run = (line: string) => runCommand(line.split(' '), { workingDirectory, loadDataset: fashionMnist });
  return { workingDirectory, run };
}

describe('the weights of the package', () => {
  it('are float16, small, and say what they are for', () => {
    const { tensors, metadata } = readSafetensors(packagedWeights);
    expect(statSync(packagedWeights).size).toBeLessThan(13e6);
    expect(new Set([...tensors.values()].map(({ dtype }) => dtype))).toEqual(new Set(['F16']));
    expect(JSON.parse(metadata.task ?? '')).toMatchObject({
      model: { name: 'googlenet' },
      data: { name: 'fashion-mnist' },
    });
  });

  it('predict a picture that is given by itself, in a pattern or a folder', async () => {
    const { workingDirectory, run } = await folderWithBoot();
    const alone = await run('predict boot.png --top 1');
    expect([alone.exitCode, alone.stderr]).toEqual([0, '']);
    expect(alone.stdout).toMatch(
      /weights\/fashion-mnist\.safetensors of this program\n\nboot\.png .*\n {2}Ankle boot /,
    );
    mkdirSync(join(workingDirectory, 'shoes'));
    copyFileSync(join(workingDirectory, 'boot.png'), join(workingDirectory, 'shoes', 'b.png'));
    for (const words of ['shoes', '*.png', 'shoes boot.png']) {
      expect(JSON.parse((await run(`predict ${words} --json`)).stdout).predictions[0].classes[0].name).toBe(
        'Ankle boot',
      );
    }
  });

  it('are not taken where the first word means a network, though it cannot be read', async () => {
    const { workingDirectory, run } = await folderWithBoot();
    writeFileSync(join(workingDirectory, 'weights.safetensors'), 'text');
    for (const [word, message] of [
      ['runs/lost', "RUN|FILE is 'runs/lost', which does not exist"],
      ['lost.onnx', "RUN|FILE is 'lost.onnx', which does not exist"],
      ['weights.safetensors', 'weights.safetensors: is a text file, not a .safetensors file'],
    ]) {
      expect((await run(`predict ${word} boot.png`)).stderr).toContain(message);
    }
  });

  it('evaluate to what is said of them, but for what rounding decides', async () => {
    const { run } = await folderWithBoot();
    const { exitCode, stdout } = await run('evaluate --json');
    expect(exitCode).toBe(0);
    const said = Number(/float16, as they are here \| ([\d.]+) %/.exec(readme)?.[1]);
    const { accuracy, dataset } = JSON.parse(stdout);
    expect(dataset).toMatchObject({ images: 10_000 });
    expect(Math.abs(100 * accuracy - said)).toBeLessThan(0.03);
  });

  it('are exported, in either precision', async () => {
    const { workingDirectory, run } = await folderWithBoot();
    for (const [name, dtype] of [
      ['whole', 'F32'],
      ['half', 'F16'],
    ]) {
      const option = dtype === 'F16' ? '--dtype float16 ' : '';
      expect((await run(`export ${option}--out ${name}.safetensors`)).exitCode).toBe(0);
      const { tensors } = readSafetensors(join(workingDirectory, `${name}.safetensors`));
      for (const [tensor, packaged] of readSafetensors(packagedWeights).tensors) {
        const exported = tensors.get(tensor);
        expect(exported?.dtype).toBe(dtype);
        if (exported !== undefined) expect(toFloat32(exported)).toEqual(toFloat32(packaged));
      }
    }
  });
});
