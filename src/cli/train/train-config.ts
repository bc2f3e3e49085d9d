// What a run folder's config.json keeps of the command line, and what a resumed training makes of it.
import { models } from '../../models/model-table.ts';
import { configValues, type OptionValue, type RunConfig, readRunConfig } from '../../runs/run-config.ts';
import type { RunFolder } from '../../runs/run-folder.ts';
import { RunFolderError } from '../../runs/run-folder-error.ts';
import type { Task } from '../../tasks/task.ts';
import type { Checkpoint } from '../../training/checkpoint.ts';
import type { Invocation } from '../command.ts';
import { longName, parseOptions } from '../options/options.ts';
import { invalidOption, UsageError, type UsageProblem } from '../options/usage-error.ts';
import { type Language, languages } from '../terminal/language.ts';
import { recipes } from './recipes/recipe-table.ts';
import { withDefaults, withoutUndefined } from './train-defaults.ts';
import { onlyForResume, type TrainOptions, type TypedTrainOptions, trainOptions } from './train-options.ts';
import { hasLength } from './train-schedule.ts';

/** Options that decide neither what is learned nor from which numbers; for `epochs`, see `newScheduleProblems`. */
const mayChange: ReadonlySet<string> = new Set<keyof TypedTrainOptions>([
  'epochs',
  'scheduleEpochs',
  'earlyStopping',
  'threads',
  'device',
  'distributed',
  'mpi',
  'collectiveTimeout',
  'checkEvery',
  'data',
  'cacheLimit',
  'run',
  'resume',
  'checkpointEvery',
  'saveBest',
  'logEvery',
  'lang',
  'quiet',
]);

/** About this start alone, and nothing that a run remembers: of --scale-lr, the learning rate that came of it. */
const notRemembered: ReadonlySet<string> = new Set<keyof TypedTrainOptions>([
  'config',
  'studio',
  'scaleLr',
  ...onlyForResume,
]);

type Values = Readonly<Record<string, unknown>>;

export interface ConfigParts {
  readonly task: Task;
  readonly given: Invocation['given'];
  readonly file: Invocation['file'];
  /** The config of the run that is resumed. */
  readonly before: RunConfig | undefined;
}

export function configOf(options: TrainOptions, { task, given, file, before }: ConfigParts): RunConfig {
  const values: Readonly<Record<string, OptionValue | undefined>> = { ...options };
  const ofRecipe = options.recipe === undefined ? {} : recipes[options.recipe].options;
  const entries = Object.keys(trainOptions.shape)
    .filter((key) => !notRemembered.has(key))
    .map((key) => {
      const untyped = file.values.has(key) ? 'config file' : key in ofRecipe ? 'recipe' : 'default';
      const source = given.has(key) ? 'command line' : (before?.options[key]?.source ?? untyped);
      return [key, { value: values[key] ?? null, source }] as const;
    });
  return { version: 1, model: models[task.model.name].title, task, options: Object.fromEntries(entries) };
}

/** What the run was told in; undefined where it went by the locale, or its config cannot be read, which the resume then says. */
export function languageOfRun(folder: RunFolder): Language | undefined {
  try {
    const { lang } = configValues(readRunConfig(folder));
    return languages.find((language) => language === lang);
  } catch (error) {
    if (error instanceof RunFolderError) return undefined;
    throw error;
  }
}

/**
 * The run's options, with those that were given now and may change.
 * @throws UsageError showing every one that may not
 */
export function resumedOptions(config: RunConfig, { given }: Invocation): TypedTrainOptions {
  const saved = configValues(config);
  // The options of config.json are checked once more, as if they had been typed.
  const typed = Object.entries(saved)
    .filter(([key, value]) => value !== null && !['run', 'resume'].includes(key))
    .map(([key, value]) => [key, typeof value === 'boolean' ? value : String(value)] as const);
  const options = parseOptions(trainOptions, { ...Object.fromEntries(typed), ...Object.fromEntries(given) });
  // Which engine `auto` stood for, the checkpoint knows.
  const before = saved.engine === 'auto' ? { ...saved, engine: options.engine } : saved;
  const earlierDefaults = defaultsOfEarlierVersions();
  refuseChanges(
    { ...earlierDefaults, ...before },
    { ...earlierDefaults, ...withoutUndefined(options) },
    newScheduleProblems(saved, options, given.has('scheduleEpochs')),
  );
  // Not capped by this machine's cores: another number of threads would change the last bits.
  const threads = given.has('threads') || typeof saved.threads !== 'number' ? options.threads : saved.threads;
  return { ...options, threads, scheduleEpochs: scheduleEpochsOf(saved, options) };
}

/** The epochs that the schedule of a resumed run is laid out for; undefined: all that the run has. */
function scheduleEpochsOf(saved: Values, { scheduleEpochs, holdSchedule, stretchSchedule }: TypedTrainOptions) {
  if (stretchSchedule) return undefined;
  return holdSchedule ? (scheduleEpochs ?? Number(saved.epochs)) : scheduleEpochs;
}

/** A new number of epochs for a resumed run, and what becomes of its learning rates. */
export interface EpochsChange {
  readonly before: number;
  readonly now: number;
  /** `held`: what was planned stays, and the last one behind it. `stretched`: laid out anew. */
  readonly rates: 'same' | 'held' | 'stretched';
}

/** @param config of the run before. @returns undefined where nothing changes that was planned */
export function epochsChange(config: RunConfig, options: TypedTrainOptions): EpochsChange | undefined {
  const before = Number(configValues(config).epochs);
  const { epochs: now = before, schedule = 'constant', stretchSchedule, holdSchedule } = options;
  const rates = hasLength(schedule) && stretchSchedule ? 'stretched' : holdSchedule ? 'held' : 'same';
  return now < before || (now > before && rates !== 'same') ? { before, now, rates } : undefined;
}

/** Other epochs under a schedule that is laid out for them would make the learning rate jump, so somebody must say so. */
function newScheduleProblems(
  saved: Values,
  options: TypedTrainOptions,
  isLengthGiven: boolean,
): readonly UsageProblem[] {
  const {
    epochs = Number(saved.epochs),
    schedule = 'constant',
    scheduleEpochs,
    holdSchedule,
    stretchSchedule,
  } = options;
  if (isLengthGiven && !isSame(saved.scheduleEpochs, scheduleEpochs)) {
    const hint = 'with --resume give --hold-schedule or --stretch-schedule';
    return [{ code: 'INVALID_OPTION', message: '--schedule-epochs is for a new run', hint }];
  }
  const isFree = !hasLength(schedule) || scheduleEpochs !== undefined || holdSchedule || stretchSchedule;
  if (isFree || epochs === saved.epochs) return [];
  const message = `--epochs is ${epochs}, but the run's schedule, ${schedule}, is laid out for ${saved.epochs}`;
  const hold = `--hold-schedule keeps the planned learning rates${epochs > Number(saved.epochs) ? ', and the last one behind them' : ''}`;
  const hint = `${hold}; --stretch-schedule lays it out anew, and the rate jumps`;
  return [{ code: 'INVALID_OPTION', message, hint }];
}

/**
 * Also where somebody has changed config.json: a checkpoint knows its own configuration.
 * @throws UsageError showing every option that decides how the training goes on and is not what it was
 */
export function requireUnchanged({ configuration, state }: Checkpoint, options: TrainOptions): void {
  const { engine } = state.facts;
  const earlierDefaults = defaultsOfEarlierVersions();
  const resolved = (name: unknown) => (name === 'auto' ? engine : name);
  refuseChanges(
    { ...earlierDefaults, ...configuration, engine: resolved(configuration.engine) },
    { ...options, engine: resolved(options.engine) },
  );
  const { epoch, step } = state.position;
  const done = state.history.length;
  if (options.epochs >= done) return;
  const under = step === 0 ? '' : `, and epoch ${epoch} is under way`;
  const message = `--epochs is ${options.epochs}, but ${done} are done${under}`;
  throw invalidOption(message, `--epochs ${done} ends the run where it is`);
}

/** Options that an earlier version did not have were as they are where nothing is said. */
function defaultsOfEarlierVersions(): Values {
  return { ...withDefaults(parseOptions(trainOptions, {})) };
}

function refuseChanges(saved: Values, values: Values, others: readonly UsageProblem[] = []): void {
  const isAllowed = (key: string) => mayChange.has(key) || (key === 'engine' && values.allowEngineChange === true);
  const problems = Object.keys(trainOptions.shape)
    .filter((key) => !isAllowed(key) && !notRemembered.has(key) && !isSame(saved[key], values[key]))
    .map((key) => problemOf(key, `${shown(values[key])}, but the run was started with ${shown(saved[key])}`));
  if (problems.length + others.length > 0) throw new UsageError([...problems, ...others]);
}

function problemOf(key: string, text: string): UsageProblem {
  const name = longName(trainOptions, key);
  const otherwise = key === 'engine' ? 'add --allow-engine-change' : 'start a new run from its weights with --init';
  return { code: 'INVALID_OPTION', message: `${name} is ${text}`, hint: `leave ${name} out, or ${otherwise}` };
}

function isSame(saved: unknown, value: unknown): boolean {
  return (saved ?? null) === (value ?? null);
}

function shown(value: unknown): string {
  return value === undefined || value === null ? 'not given' : String(value);
}
