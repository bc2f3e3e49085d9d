// What a run folder's config.json keeps of the command line, and what a resumed training makes of it.
import { resolve } from 'node:path';
import { configValues, type OptionValue, type RunConfig } from '../runs/run-config.ts';
import type { Checkpoint } from '../training/checkpoint.ts';
import type { Invocation } from './command.ts';
import { longName, parseOptions } from './options.ts';
import { type TrainOptions, trainOptions } from './train-options.ts';
import { UsageError, type UsageProblem } from './usage-error.ts';

/** They decide neither what is learned nor from which numbers; `epochs` may only grow. */
const mayChange: ReadonlySet<string> = new Set<keyof TrainOptions>([
  'epochs',
  'earlyStopping',
  'threads',
  'run',
  'resume',
  'checkpointEvery',
  'saveBest',
  'logEvery',
  'lang',
  'quiet',
]);

/** Nothing of the run: who looks on. */
const isOfThisTimeAlone: ReadonlySet<string> = new Set<keyof TrainOptions>(['studio']);

type Values = Readonly<Record<string, unknown>>;

/** @param before the config of the run that is resumed */
export function configOf(
  options: TrainOptions,
  { given }: Invocation,
  workingDirectory: string,
  before?: RunConfig,
): RunConfig {
  const values: Readonly<Record<string, OptionValue | undefined>> = {
    ...options,
    init: options.init === undefined ? undefined : resolve(workingDirectory, options.init),
  };
  const entries = Object.keys(trainOptions.shape)
    .filter((key) => !isOfThisTimeAlone.has(key))
    .map((key) => {
      const source = given.has(key) ? 'command line' : (before?.options[key]?.source ?? 'default');
      return [key, { value: values[key] ?? null, source }] as const;
    });
  return { version: 1, model: 'GoogLeNet', options: Object.fromEntries(entries) };
}

/**
 * The run's options, with those that were given now and may change.
 * @throws UsageError showing every one that may not
 */
export function resumedOptions(config: RunConfig, { given }: Invocation): TrainOptions {
  const saved = configValues(config);
  // As if the options of config.json had been typed: they are checked once more.
  const typed = Object.entries(saved)
    .filter(([key, value]) => value !== null && !['run', 'resume'].includes(key))
    .map(([key, value]) => [key, typeof value === 'boolean' ? value : String(value)] as const);
  const options = parseOptions(trainOptions, { ...Object.fromEntries(typed), ...Object.fromEntries(given) });
  // Which engine `auto` stood for, the checkpoint knows.
  refuseChanges(saved.engine === 'auto' ? { ...saved, engine: options.engine } : saved, options);
  return options;
}

/**
 * Also where somebody has changed config.json: a checkpoint knows its own configuration.
 * @throws UsageError showing every option that decides how the training goes on and is not what it was
 */
export function requireUnchanged({ configuration, state }: Checkpoint, options: TrainOptions): void {
  const { engine } = state.facts;
  const resolved = (name: unknown) => (name === 'auto' ? engine : name);
  refuseChanges(
    { ...configuration, engine: resolved(configuration.engine) },
    { ...options, engine: resolved(options.engine) },
  );
}

function refuseChanges(saved: Values, options: Values): void {
  const problems: UsageProblem[] = Object.keys(trainOptions.shape)
    .filter((key) => !mayChange.has(key) && key in saved && !isSame(saved[key], options[key]))
    .map((key) => problemOf(key, `${shown(options[key])}, but the run was started with ${shown(saved[key])}`));
  if (Number(options.epochs) < Number(saved.epochs)) {
    problems.push(
      problemOf('epochs', `${options.epochs}, but the run was started for ${saved.epochs}: it may only grow`),
    );
  }
  if (problems.length > 0) throw new UsageError(problems);
}

function problemOf(key: string, text: string): UsageProblem {
  const name = longName(trainOptions, key);
  const hint = `leave ${name} out, or start a new run from its weights with --init`;
  return { code: 'INVALID_OPTION', message: `${name} is ${text}`, hint };
}

function isSame(saved: unknown, value: unknown): boolean {
  return (saved ?? null) === (value ?? null);
}

function shown(value: unknown): string {
  return value === undefined || value === null ? 'not given' : String(value);
}
