// config.json: every resolved option of the run, and where it came from.
import { z } from 'zod';
import { type Task, taskSchema } from '../tasks/task.ts';
import { readJsonFile } from './json-file.ts';
import type { RunFolder } from './run-folder.ts';

const optionValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const configSchema = z.object({
  /** Version of this file's format. */
  version: z.literal(1),
  /** Title of the network. */
  model: z.string(),
  /** Left out by versions that knew one dataset. */
  task: z.optional(taskSchema),
  options: z.record(
    z.string(),
    z.object({
      /** null: not given, and there is no default. */
      value: optionValue,
      source: z.enum(['default', 'recipe', 'config file', 'command line', 'program']),
    }),
  ),
});

export type OptionValue = z.output<typeof optionValue>;
export interface RunConfig extends Omit<z.output<typeof configSchema>, 'task'> {
  readonly task?: Task | undefined;
}

/** @throws RunFolderError for a folder that holds no run, or a file that was damaged */
export function readRunConfig(folder: RunFolder): RunConfig {
  return readJsonFile(folder.config, configSchema);
}

/** Whether a program of its own recorded the run: its options say no command line, and only that program can go on. see: record-run.ts */
export function isOfProgram({ options }: RunConfig): boolean {
  return Object.values(options).some(({ source }) => source === 'program');
}

/** The values alone, as checkpoints keep them. */
export function configValues({ options }: RunConfig): Readonly<Record<string, OptionValue>> {
  return Object.fromEntries(Object.entries(options).map(([name, { value }]) => [name, value]));
}
