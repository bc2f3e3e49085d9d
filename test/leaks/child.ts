// Opens and closes everything that can be, over and over, and prints what the process holds before and after: a line of
// JSON for each thing. Needs --expose-gc.

import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { evaluationStep, imagesName, labelsName, prediction } from '../../src/compile/programs.ts';
import { DataLoader } from '../../src/data/loader.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { Belongings } from '../../src/engines/onednn/library/belongings.ts';
import { type EngineName, openEngine } from '../../src/engines/open-engine.ts';
import { predictDataset } from '../../src/evaluation/predict-dataset.ts';
import { EventFileWriter } from '../../src/formats/tfevents.ts';
import { CrossEntropyLoss } from '../../src/nn/index.ts';
import { RunFolder } from '../../src/runs/run-folder.ts';
import { TrainingRun } from '../../src/runs/training-run.ts';
import { openStudio } from '../../src/studio/open-studio.ts';
import { findDivergence } from '../../src/training/find-divergence.ts';
import { createModelStore } from '../../src/training/model-store.ts';
import { TinyNet } from '../support/small-nets.ts';
import { createTinyTrainer, tinyDataset } from '../support/tiny-training.ts';

export interface ChildOptions {
  /** `none`: what needs no engine. */
  readonly engine: EngineName | 'none';
  /** Between two looks at the memory. */
  readonly rounds: number;
}

export interface LeakReport {
  readonly name: string;
  /** Resident, after each look's collection; the last look is that at which it stayed as it was, if there was one. */
  readonly megabytes: readonly number[];
  /** Files and connections; undefined where the system does not tell. */
  readonly files: readonly (number | undefined)[];
  /** What oneDNN made and was not asked to destroy. */
  readonly libraryObjects: readonly number[];
}

/** Memory that stays as it was grows by less: it is never the same to the page. */
const flatGrowth = 1.03;
/** Until code is compiled and caches are full, memory grows. */
const mostLooks = 7;

type Round = () => Promise<void>;

const model = new TinyNet().initialize(0);
const imageShape = [4, 1, 4, 4];
const graph = prediction(model, imageShape);
const dataset = tinyDataset('test', 9);
const loader = new DataLoader(dataset, { batchSize: 4, imageSize: 4, shuffle: false });

/** One thread: those of OpenMP spin on a machine that is busy. */
const open = (name: EngineName) => openEngine(name, { threads: 1 });

async function useEngine(engine: Engine): Promise<void> {
  const store = await createModelStore(engine, model, [graph]);
  const program = await engine.compile(graph, store);
  await program.run({ [imagesName]: loader.batch(0, 0).images });
}

/** Each ends what it begins. */
async function roundsWith(name: EngineName): Promise<Readonly<Record<string, Round>>> {
  const engine = await open(name);
  const kept = await createModelStore(engine, model, [graph]);
  const forward = evaluationStep({ model, loss: new CrossEntropyLoss(), imageShape });
  return {
    async engine() {
      await using opened = await open(name);
      await useEngine(opened);
    },
    async 'stores and programs'() {
      await using store = await createModelStore(engine, model, [graph]);
      await engine.compile(graph, store);
      await using program = await engine.compile(graph, kept);
      await program.run({ [imagesName]: loader.batch(0, 0).images });
      for (const { name } of kept.tensors) await kept.write(name, await kept.read(name));
    },
    async 'predictDataset and findDivergence'() {
      await predictDataset(engine, model, loader);
      const { images, labels } = loader.batch(0, 0);
      await findDivergence(engine, kept, forward, { [imagesName]: images, [labelsName]: labels });
    },
    async trainer() {
      await using trainer = await createTinyTrainer(new TinyNet(), { engine: name });
      await trainer.train(1);
    },
  };
}

function roundsWithoutEngine(): Readonly<Record<string, Round>> {
  const folder = mkdtempSync(join(tmpdir(), 'googlenet-leaks-'));
  process.once('exit', () => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  const config = { version: 1, model: 'TinyNet', options: {} } as const;
  return {
    async 'event file'() {
      const writer = EventFileWriter.open(join(folder, 'events'));
      writer.scalar('loss', 1, 1);
      writer.close();
      rmSync(join(folder, 'events'), { recursive: true });
    },
    async 'training run'() {
      const run = new RunFolder(join(folder, 'run'));
      TrainingRun.begin(run, { config, logEvery: 1, onWarning() {} })[Symbol.dispose]();
      rmSync(run.path, { recursive: true });
    },
    async studio() {
      const studio = await openStudio({ directory: folder, pageDirectory: folder });
      for (const address of [studio.url, `${studio.url}api/events`]) {
        // Not with `fetch`, which remembers every server for good.
        const [response]: IncomingMessage[] = await once(get(address, { agent: false }), 'response');
        await once(response, 'data');
        response.destroy();
      }
      await studio.close();
    },
  };
}

let libraryObjects = 0;

/** Counts what oneDNN makes: a leak of small things would not show in the memory so soon. */
function countLibraryObjects(): void {
  const { add } = Belongings.prototype;
  Belongings.prototype.add = function (destroy, handle) {
    libraryObjects++;
    const counted: typeof destroy = (...values) => {
      libraryObjects--;
      return destroy(...values);
    };
    add.call(this, counted, handle);
  };
}

async function collect(): Promise<void> {
  // What was given back is freed a moment later.
  for (let time = 0; time < 3; time++) {
    globalThis.gc?.();
    await wait(20);
  }
}

async function observe(name: string, round: Round, rounds: number): Promise<LeakReport> {
  const megabytes: number[] = [];
  const files: (number | undefined)[] = [];
  const objects: number[] = [];
  const isFlat = () => megabytes.length > 1 && megabytes[megabytes.length - 1] < flatGrowth * (megabytes.at(-2) ?? 0);
  while (megabytes.length < mostLooks && !isFlat()) {
    for (let time = 0; time < rounds; time++) await round();
    await collect();
    megabytes.push(process.memoryUsage().rss / 1e6);
    files.push(existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : undefined);
    objects.push(libraryObjects);
  }
  return { name, megabytes, files, libraryObjects: objects };
}

countLibraryObjects();
const { engine, rounds }: ChildOptions = JSON.parse(process.argv[2]);
const all = engine === 'none' ? roundsWithoutEngine() : await roundsWith(engine);
for (const [name, round] of Object.entries(all)) console.log(JSON.stringify(await observe(name, round, rounds)));
process.exit();
