// A run of a small task in colour, written by hand: three classes of plain pictures in a folder, and a LeNet that has drawn
// weights. Its class names are as odd as folders allow.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { classificationReport } from '../../src/evaluation/classification-report.ts';
import { float32Tensors, writeSafetensors } from '../../src/formats/safetensors.ts';
import { writeEvaluation } from '../../src/report/write-evaluation.ts';
import { createTaskModel, printTask, type Task } from '../../src/tasks/task.ts';
import { writeJson } from './run-files.ts';

export const colourClasses =
  process.platform === 'win32'
    ? ['ant', 'bee', '红🙂']
    : ['<script>alert(1)<∕script>', `long ${'name '.repeat(48)}`.trim(), '红\n🙂'];
export const colours = ['#d02020', '#20b020', '#2040d0'] as const;
/** Number of images in each class. */
const images = 4;
const form = {
  ...({ channels: 3, rows: 32, columns: 32, fit: 'crop', reduceTo: 256, ground: 'none', trim: false } as const),
  background: [255, 255, 255] as const,
};

export function colourTask(path: string): Task {
  return {
    model: { name: 'lenet', options: { numClasses: colourClasses.length, inChannels: 3 } },
    data: { name: 'folder', path },
    input: { shape: [3, 28, 28], form, mean: [0.5, 0.4, 0.3], std: [0.25, 0.2, 0.3] },
    classNames: colourClasses,
  };
}

/**
 * @param run a folder that holds what `writeRun` wrote
 * @param pictures where the folder of pictures is made
 */
export async function makeColourRun(run: string, pictures: string): Promise<void> {
  const task = colourTask(pictures);
  const files: { readonly file: string; readonly sha256: string }[] = [];
  for (const [label, name] of colourClasses.entries()) {
    mkdirSync(join(pictures, name), { recursive: true });
    for (let image = 0; image < images; image++) {
      const create = { width: 40 + image, height: 40, channels: 3, background: colours[label] } as const;
      const bytes = await sharp({ create }).png().toBuffer();
      writeFileSync(join(pictures, name, `${image}.png`), bytes);
      files.push({ file: `${name}/${image}.png`, sha256: createHash('sha256').update(bytes).digest('hex') });
    }
  }
  const parts = { train: files, test: files };
  writeJson(join(run, 'files.json'), { version: 1, classes: colourClasses, parts, leftOut: [] });
  const config = JSON.parse(readFileSync(join(run, 'config.json'), 'utf8'));
  writeJson(join(run, 'config.json'), { ...config, model: 'LeNet', task });
  const model = createTaskModel(task);
  model.initialize(1);
  mkdirSync(join(run, 'weights'), { recursive: true });
  writeSafetensors(join(run, 'weights/best.safetensors'), float32Tensors(model.stateDict()), { task: printTask(task) });
  writeEvaluation(join(run, 'evaluation.json'), madeUpReport(images * colourClasses.length));
}

/** Everything is taken for the next class. */
function madeUpReport(count: number) {
  const classCount = colourClasses.length;
  const labels = Uint8Array.from({ length: count }, (_, index) => Math.floor(index / images));
  const logits = new Float32Array(count * classCount);
  for (const [index, label] of labels.entries())
    logits[index * classCount + ((label + 1) % classCount)] = 1 + index / 10;
  const dataset = {
    ...{ name: 'pictures/test', images: new Uint8Array(count), labels, count, rows: 1, columns: 1 },
    ...{ classNames: colourClasses, sha256: '' },
  };
  return classificationReport({ dataset, classCount, logits });
}
