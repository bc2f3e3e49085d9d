// The examples around an exported model: the page in a browser and the program in Node say what `googlenet predict` says.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { float32Tensors, writeSafetensors } from '../../src/formats/safetensors.ts';
import { createTaskModel, printTask, type Task } from '../../src/tasks/task.ts';
import { runCommand, temporaryFolder } from '../cli/context.ts';
import { drawParityWeights } from '../support/parity-fixtures.ts';
import { itUnless } from '../support/unless.ts';
import { whyNoBrowser } from './support/browser.ts';
import { openWatched } from './support/watched-page.ts';

interface Answer {
  readonly name: string;
  readonly probability: number;
}

const example = (path: string) => fileURLToPath(new URL(`../../examples/${path}`, import.meta.url));
const folder = temporaryFolder();
const model = join(folder, 'photos.onnx');
const picture = join(folder, 'cat.png');
let told: readonly Answer[] = [];
/** How far a probability may lie from ours: browsers and engines round differently. */
const tolerance = 5e-5;
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  const task: Task = {
    model: { name: 'googlenet', options: { numClasses: 3, inChannels: 3 } },
    data: { name: 'folder', path: folder },
    input: {
      shape: [3, 28, 28],
      form: {
        ...({ channels: 3, rows: 32, columns: 32, fit: 'crop', reduceTo: 256, ground: 'none', trim: false } as const),
        background: [255, 255, 255],
      },
      mean: [0.5, 0.4, 0.3],
      std: [0.25, 0.2, 0.3],
    },
    classNames: ['cat', 'dog', 'horse'],
  };
  const shape = Buffer.from('<svg width="90" height="61"><path fill="#b05020" d="M5 5l40 50 40-50z"/></svg>');
  const ground = { width: 90, height: 61, channels: 3, background: '#20a0c0' } as const;
  writeFileSync(
    picture,
    await sharp({ create: ground })
      .composite([{ input: shape }])
      .png()
      .toBuffer(),
  );
  told = await predictWith(task);
  expect(told).toHaveLength(3);
  await runCommand(['export', 'weights.safetensors', '--out', 'photos.onnx'], { workingDirectory: folder });
  // What divided by 250 in place of 255 would say is far from it: the network is one that shows how pictures are prepared.
  const { mean, std } = task.input;
  const scaled = (numbers: readonly number[]) => numbers.map((number) => (number * 250) / 255);
  const other = await predictWith({ ...task, input: { ...task.input, mean: scaled(mean), std: scaled(std) } });
  const differences = other.map(({ name, probability }) => Math.abs(probability - probabilityOf(told, name)));
  expect(Math.max(...differences)).toBeGreaterThan(50 * tolerance);
});

/** What predict says of the picture, the likeliest class first. */
async function predictWith(task: Task): Promise<readonly Answer[]> {
  const network = createTaskModel(task);
  drawParityWeights(network);
  writeSafetensors(join(folder, 'weights.safetensors'), float32Tensors(network.stateDict()), { task: printTask(task) });
  const words = ['predict', 'weights.safetensors', 'cat.png', '--json'];
  const { stdout } = await runCommand(words, { workingDirectory: folder });
  return JSON.parse(stdout).predictions[0].classes;
}

function probabilityOf(answers: readonly Answer[], wanted: string): number {
  return answers.find(({ name }) => name === wanted)?.probability ?? Number.NaN;
}

it('the program in Node says it', () => {
  const output = execFileSync(process.execPath, [example('node-onnx/classify.mjs'), model, picture], {
    encoding: 'utf8',
  });
  expect(output).toBe(`${picture}: ${told[0].name} ${(100 * told[0].probability).toFixed(1)} %\n`);
});

itUnless(whyNoBrowser(), 'the page says it', async () => {
  const server = spawn(process.execPath, [example('web/serve.mjs'), model, '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [address] = await once(createInterface({ input: server.stdout }), 'line');
    const { page, faults, close } = await openWatched(String(address));
    await page.getByText('3 classes').waitFor();
    await page.setInputFiles('#file', picture);
    const answers = page.locator('#answers li');
    await answers.first().waitFor();
    const said = await answers.evaluateAll((items) =>
      items.map((item) => ({ name: item.dataset.name, probability: Number(item.dataset.probability) })),
    );
    expect(said.map(({ name }) => name)).toEqual(told.map(({ name }) => name));
    for (const [index, { probability }] of said.entries()) {
      expect(Math.abs(probability - told[index].probability)).toBeLessThan(tolerance);
    }
    expect(faults).toEqual([]);
    await close();
  } finally {
    server.kill();
    await once(server, 'close');
  }
});
