// A web developer's first hour: photos of one's own become a model that Node and web pages run without this package.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { writePhotos } from '../docs/photos.ts';
import { project } from './installed-package.ts';
import type { Reader } from './reader.ts';

export async function webDeveloper({ folder, types, finds }: Reader): Promise<void> {
  await writePhotos(join(folder, 'photos'));
  await types('npx googlenet check photos', 'photos: 2 classes, 20 pictures', 'a training can start');

  const small = '--model lenet --image-size 32 --epochs 2 --batch-size 4';
  await types(`npx googlenet train --data photos ${small} --run runs/photos`, 'results are in runs/photos');
  finds('runs/photos/report.html', 'cat', 'dog');

  const told = JSON.parse(await types('npx googlenet predict runs/photos photos/cat/1.jpg --json'));
  const [{ name, probability }] = told.predictions[0].classes;
  await types('npx googlenet export runs/photos --out photos.onnx', 'photos.onnx');

  // From here on the model's file is enough: the example reads from it how a picture is prepared.
  for (const example of ['node-onnx', 'web'])
    cpSync(join(project, 'examples', example), join(folder, example), { recursive: true });
  const said = await types('node node-onnx/classify.mjs photos.onnx photos/cat/1.jpg');
  const [, sameName, percent] = /^photos\/cat\/1\.jpg: (\w+) ([\d.]+) %\n$/.exec(said) ?? [];
  expect(sameName).toBe(name);
  expect(Math.abs(Number(percent) - 100 * probability)).toBeLessThan(0.1);
}
