// A command as a shell's completion needs to know it, from the table of its options.
import type { z } from 'zod';
import {
  type DescribedArgument,
  type DescribedOption,
  describeArguments,
  describeOptions,
} from '../options/options.ts';

export interface DescribedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly DescribedOption[];
  readonly arguments: readonly DescribedArgument[];
}

/** What is needed of a command's definition. */
export interface CompletableCommand {
  readonly name: string;
  readonly description: string;
  readonly options: z.ZodObject;
}

/** What every command has besides. */
export const commonOptions: readonly DescribedOption[] = [
  { name: '--help', description: 'print this help', isFlag: true, value: undefined },
  { name: '--debug', description: 'print the stack of an error', isFlag: true, value: undefined },
];

/** What may stand in the place of a command. */
export const helpWords = {
  commands: [{ name: 'help', description: 'print the help of a command' }],
  options: [
    { name: '--help', description: 'print the help' },
    { name: '--version', description: 'print the version' },
  ],
} as const;

export function describeCommand({ name, description, options }: CompletableCommand): DescribedCommand {
  return {
    name,
    // Its first paragraph: what stands behind it is for the help.
    description: description.split('\n')[0],
    options: [...describeOptions(options), ...commonOptions],
    arguments: describeArguments(options),
  };
}
