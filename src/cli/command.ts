// What a command consists of: each file of a command exports one of these.
import type { z } from 'zod';
import type { CommandContext } from './command-context.ts';
import type { OptionsFile } from './options/config-file.ts';
import type { Language } from './terminal/language.ts';

export interface CommandDefinition<Schema extends z.ZodObject> {
  readonly name: string;
  readonly description: string;
  /** Command lines with what they do, for the help. */
  readonly examples: readonly (readonly [commandLine: string, meaning: string])[];
  readonly options: Schema;
  /** What it does is more than what it prints: files are written, pages are served. see: lost-output.ts */
  readonly outlivesItsOutput?: boolean;
  /** Options that come from a file which an option names; those that were typed count more. */
  readonly optionsFile?: (given: Invocation['given'], context: CommandContext) => OptionsFile;
  /** The language of what is gone on with; `--lang` counts more, the locale less. Undefined where nothing tells. */
  readonly savedLanguage?: (given: Invocation['given'], context: CommandContext) => Language | undefined;
  /** What to tell of options that were given without any use, before the command runs. */
  readonly notes?: (options: z.output<Schema>, invocation: Invocation) => readonly string[];
  /** @returns the exit code */
  readonly run: (options: z.output<Schema>, context: CommandContext, invocation: Invocation) => Promise<number>;
}

/** How the command was called. */
export interface Invocation {
  /** Without the names of node and of the program, up to `--`. */
  readonly argv: readonly string[];
  /** What was typed for each option that was given, by the option's key. */
  readonly given: ReadonlyMap<string, unknown>;
  /** What a file gave of the options. */
  readonly file: OptionsFile;
}

/** Lets the compiler infer the options' types. */
export function defineCommand<Schema extends z.ZodObject>(
  definition: CommandDefinition<Schema>,
): CommandDefinition<Schema> {
  return definition;
}
