// A run's folder as the list of runs shows it, read again as its files change.
import { sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { datasets, dataTitle } from '../../data/dataset-table.ts';
import { reasonOf } from '../../errors/reason-of.ts';
import { heldOutValue } from '../../metrics/epoch-record.ts';
import { models } from '../../models/model-table.ts';
import { readJsonFile } from '../../runs/json-file.ts';
import { readRunConfig } from '../../runs/run-config.ts';
import { RunFolder } from '../../runs/run-folder.ts';
import { readRunNote } from '../../runs/run-note.ts';
import { type RunState, readRunState } from '../../runs/run-state.ts';
import { taskOfRun } from '../../runs/run-weights.ts';
import { tutorialTask } from '../../tasks/task.ts';
import type { RunOverview } from '../protocol.ts';
import { MetricsFile } from './metrics-file.ts';
import { type RunSizes, runProgress } from './run-progress.ts';
import { StampedFile } from './stamped-file.ts';

const environmentSchema = z.looseObject({
  engine: z.string(),
  versions: z.record(z.string(), z.string()),
  datasets: z.array(z.object({ name: z.string(), count: z.number() })),
});
const withResumes = z.looseObject({ resumes: z.array(z.unknown()).default([]) });

interface ConfigFacts {
  readonly model: string;
  readonly dataset: string;
  readonly isTutorials: boolean;
  readonly epochs: number | null;
  readonly batchSize: number | null;
}

interface ImportedFacts {
  readonly model: string;
  readonly dataset: string;
}

interface EnvironmentFacts {
  readonly engine: string;
  readonly trainImages: number | null;
  readonly evaluationImages: number | null;
}

export class FollowedRun {
  readonly id: string;
  readonly folder: RunFolder;
  readonly metrics: MetricsFile;
  readonly #configFile: StampedFile;
  readonly #environmentFile: StampedFile;
  readonly #stateFile: StampedFile;
  readonly #lockFile: StampedFile;
  readonly #noteFile: StampedFile;
  readonly #weightsFiles: readonly StampedFile[];
  readonly #weightsAlone: 'imported' | 'packaged';
  #config: Reading<ConfigFacts> | undefined;
  #environment: Reading<EnvironmentFacts> | undefined;
  #state: Reading<RunState> | undefined;
  #note: Reading<string> | undefined;
  /** What is known of weights without a training. */
  #imported: Reading<ImportedFacts> | undefined;
  #overview: RunOverview | undefined;

  /** @param path its folder, or a file of weights. @param weightsAlone what a run is that has weights and nothing else */
  constructor(id: string, path: string, weightsAlone: 'imported' | 'packaged' = 'imported') {
    this.id = id;
    this.#weightsAlone = weightsAlone;
    this.folder = new RunFolder(path);
    this.metrics = new MetricsFile(this.folder.metrics);
    this.#configFile = new StampedFile(this.folder.config);
    this.#environmentFile = new StampedFile(this.folder.environment);
    this.#stateFile = new StampedFile(this.folder.state);
    this.#lockFile = new StampedFile(this.folder.lock);
    this.#noteFile = new StampedFile(this.folder.note);
    this.#weightsFiles = [this.folder.bestWeights, this.folder.lastWeights, path].map((file) => new StampedFile(file));
  }

  /** The same object as long as nothing changes; undefined before the first refresh. */
  get overview(): RunOverview | undefined {
    return this.#overview;
  }

  async refresh(): Promise<void> {
    const [config, environment, state, lock, note] = await Promise.all(
      [this.#configFile, this.#environmentFile, this.#stateFile, this.#lockFile, this.#noteFile].map((file) =>
        file.look(),
      ),
    );
    if (config) this.#config = this.#reading(this.#configFile, () => readConfig(this.folder));
    if (environment) this.#environment = this.#reading(this.#environmentFile, () => readEnvironment(this.folder));
    if (note)
      this.#note = this.#noteFile.exists ? this.#reading(this.#noteFile, () => readRunNote(this.folder)) : undefined;
    const status = this.#state?.value?.status;
    // No file tells that a process has died, so a running one is looked at each time.
    if (state || lock || status === 'running') {
      this.#state = this.#reading(this.#stateFile, () => readRunState(this.folder));
    }
    const metrics = await this.metrics.advance();
    const weights = (await Promise.all(this.#weightsFiles.map((file) => file.look()))).includes(true);
    const files = [config, environment, state, lock, note, metrics, weights];
    if (!files.includes(true) && status === this.#state?.value?.status) return;
    if (weights || config || environment || state) this.#imported = this.#readImported();
    const overview = this.#describe();
    // A file that was read anew may say the same.
    if (!isDeepStrictEqual(overview, this.#overview)) this.#overview = overview;
  }

  /** The first that there is. */
  get #weights(): StampedFile | undefined {
    return this.#weightsFiles.find((file) => file.exists);
  }

  /** `googlenet import` writes weights alone. */
  get #isImported(): boolean {
    const others = [this.#configFile, this.#stateFile, this.#environmentFile];
    return this.#weights !== undefined && !others.some((file) => file.exists);
  }

  #readImported(): Reading<ImportedFacts> | undefined {
    const weights = this.#weights;
    return weights && this.#isImported ? this.#reading(weights, () => importedFacts(this.folder)) : undefined;
  }

  #describe(): RunOverview {
    const state = this.#state?.value;
    const config = this.#config?.value;
    const environment = this.#environment?.value;
    const { digest } = this.metrics;
    const isImported = this.#isImported;
    const fault = (isImported ? this.#imported?.fault : (this.#config?.fault ?? this.#state?.fault)) ?? null;
    const status = isImported ? this.#weightsAlone : state?.status;
    const sizes: RunSizes = {
      epochs: config?.epochs ?? null,
      batchSize: config?.batchSize ?? null,
      trainImages: environment?.trainImages ?? null,
      evaluationImages: environment?.evaluationImages ?? null,
    };
    return {
      id: this.id,
      status: fault === null && status !== undefined ? status : 'unreadable',
      fault,
      started: state?.started ?? null,
      updated: state?.updated ?? null,
      message: state?.message ?? null,
      model: config?.model ?? this.#imported?.value?.model ?? null,
      // Imported weights were trained elsewhere, and seldom say on what.
      dataset: config?.dataset ?? (status === 'packaged' ? this.#imported?.value?.dataset : null) ?? null,
      isTutorials: config?.isTutorials ?? false,
      engine: environment?.engine ?? null,
      // What cannot be read is said in its place, and not written over. see: change-runs.ts
      note: this.#note?.value ?? this.#note?.fault ?? '',
      hasWeights: this.#weights !== undefined,
      bestAccuracy: heldOutValue(digest.bestEpoch, 'accuracy'),
      progress: runProgress(digest, sizes, { isRunning: state?.status === 'running' }),
    };
  }

  #reading<Value>(file: StampedFile, read: () => Value): Reading<Value> {
    const name = file.path.slice(this.folder.path.length + 1);
    if (!file.exists) return { fault: `${name} is missing` };
    try {
      return { value: read() };
    } catch (error) {
      const message = reasonOf(error);
      return { fault: message.replaceAll(`${this.folder.path}${sep}`, '') };
    }
  }
}

type Reading<Value> =
  | { readonly value: Value; readonly fault?: undefined }
  | { readonly value?: undefined; readonly fault: string };

function readConfig(folder: RunFolder): ConfigFacts {
  const { model, task, options } = readRunConfig(folder);
  const tutorial = tutorialTask();
  const { data } = task ?? tutorial;
  const numberOf = (name: string) => {
    const value = options[name]?.value;
    return typeof value === 'number' && value > 0 ? value : null;
  };
  // A program of its own names its dataset; where its images lie, only the table of datasets can tell.
  const { value, source } = options.dataset ?? {};
  const isKnown = task !== undefined && 'form' in datasets[data.name];
  const own = !isKnown && source === 'program' && typeof value === 'string' ? value : undefined;
  return {
    model,
    dataset: own ?? dataTitle(data),
    isTutorials: own === undefined && data.name === tutorial.data.name && model === models[tutorial.model.name].title,
    epochs: numberOf('epochs'),
    batchSize: numberOf('batchSize'),
  };
}

function importedFacts({ path }: RunFolder): ImportedFacts {
  const { model, data } = taskOfRun(path);
  return { model: models[model.name].title, dataset: dataTitle(data) };
}

/** Facts about the run's last start. */
function readEnvironment(folder: RunFolder): EnvironmentFacts {
  const whole = readJsonFile(folder.environment, withResumes);
  const { engine, versions, datasets } = environmentSchema.parse(whole.resumes.at(-1) ?? whole);
  const version = versions[engine];
  const countOf = (split: string) => datasets.find(({ name }) => name.endsWith(`/${split}`))?.count ?? null;
  return {
    engine: version === undefined ? engine : `${engine} ${version}`,
    trainImages: countOf('train'),
    evaluationImages: countOf('val') ?? countOf('test'),
  };
}
