// config.json: every resolved option of the run, and where it came from.
import { z } from 'zod';
import { readJsonFile } from './json-file.ts';
import type { RunFolder } from './run-folder.ts';

const optionValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const configSchema = z.object({
  /** Of this file's format. */
  version: z.literal(1),
  model: z.string(),
  options: z.record(
    z.string(),
    z.object({
      /** null: not given, and there is no default. */
      value: optionValue,
      source: z.enum(['default', 'command line']),
    }),
  ),
});

export type OptionValue = z.output<typeof optionValue>;
export type RunConfig = z.output<typeof configSchema>;

/** @throws RunFolderError for a folder that holds no run, or a file that was damaged */
export function readRunConfig(folder: RunFolder): RunConfig {
  return readJsonFile(folder.config, configSchema);
}

/** The values alone, as checkpoints keep them. */
export function configValues({ options }: RunConfig): Readonly<Record<string, OptionValue>> {
  return Object.fromEntries(Object.entries(options).map(([name, { value }]) => [name, value]));
}
