// A command's options, written once as a zod object: commander gets its flags and help from it, and the values are
// checked by it, all together. Commander itself refuses nothing, because it would stop at the first mistake.
import { Argument, type Command, Option } from 'commander';
import { z } from 'zod';
import { closestName } from './closest-name.ts';
import { UsageError, type UsageProblem } from './usage-error.ts';

interface OptionFacts {
  /** As in the help, e.g. `--epochs <count>`; of a word without an option `<run|file>`. */
  readonly flags: string;
  readonly description: string;
}

const optionFacts = z.registry<OptionFacts>();

/** Gives a value's schema its flag and its line in the help; the schema's default is added to the line. */
export function option<Schema extends z.ZodType>(flags: string, description: string, schema: Schema): Schema {
  const fallback = schema.safeParse(undefined).data;
  const isShown = typeof fallback === 'string' || typeof fallback === 'number' || Array.isArray(fallback);
  optionFacts.add(schema, { flags, description: isShown ? `${description} (default: ${fallback})` : description });
  return schema;
}

/** A word that stands without an option's name before it; they are read in the order of the schema. */
export function argument<Schema extends z.ZodType>(name: string, description: string, schema: Schema): Schema {
  return option(`<${name}>`, description, schema);
}

export function addOptions(command: Command, schema: z.ZodObject): void {
  command.allowUnknownOption().allowExcessArguments();
  const words = factsOf(schema).filter(isArgument);
  if (words.length > 0) command.usage(`[options] ${words.map(({ flags }) => flags).join(' ')}`);
  for (const { flags, description } of factsOf(schema)) {
    if (isArgument({ flags })) {
      command.addArgument(new Argument(flags.replace('<', '[').replace('>', ']'), description));
      continue;
    }
    // A value that commander holds for optional may be missing, which is then reported with the other mistakes.
    command.addOption(new Option(flags.replace('<', '[').replace('>', ']'), description));
  }
}

/** For the help: undoes what `addOptions` does to the flags. */
export function optionTerm({ flags }: Option): string {
  return flags.replace('[', '<').replace(']', '>');
}

/** @throws UsageError listing everything that is wrong */
export function readOptions<Schema extends z.ZodObject>(command: Command, schema: Schema): z.output<Schema> {
  const facts = factsOf(schema);
  const { words, problems } = sortArguments(command, facts.flatMap(longNames));
  const names = Object.entries(schema.shape).flatMap(([name, field]) => {
    const known = optionFacts.get(field as z.ZodType);
    return known !== undefined && isArgument(known) ? [name] : [];
  });
  const given = Object.fromEntries(names.map((name, index) => [name, words[index]]));
  const strangers = [
    ...problems,
    ...words.slice(names.length).map(
      (word): UsageProblem => ({
        code: 'UNEXPECTED_ARGUMENT',
        message: `'${word}' belongs to no option`,
        hint: `see googlenet ${command.name()} --help`,
      }),
    ),
  ];
  const result = schema.safeParse({ ...command.opts(), ...given });
  if (result.success && strangers.length === 0) return result.data;
  throw new UsageError([...strangers, ...(result.error?.issues ?? []).map((issue) => problemOf(issue, schema))]);
}

function factsOf(schema: z.ZodObject): readonly OptionFacts[] {
  return Object.values(schema.shape).flatMap((field) => optionFacts.get(field as z.ZodType) ?? []);
}

function isArgument({ flags }: Pick<OptionFacts, 'flags'>): boolean {
  return flags.startsWith('<');
}

function longNames({ flags }: OptionFacts): string[] {
  return flags.split(' ').slice(0, 1);
}

function problemOf(issue: z.core.$ZodIssue, schema: z.ZodObject): UsageProblem {
  const field = schema.shape[String(issue.path[0])];
  const facts = field === undefined ? undefined : optionFacts.get(field as z.ZodType);
  const message = facts === undefined ? issue.message : `${longNames(facts)} ${issue.message}`;
  const hint: unknown = issue.code === 'custom' ? issue.params?.hint : undefined;
  return { code: 'INVALID_OPTION', message, ...(typeof hint === 'string' ? { hint } : {}) };
}

/** What commander could not place, taken apart: unknown options, and words that belong to no option. */
function sortArguments(command: Command, known: readonly string[]) {
  const words: string[] = [];
  const problems: UsageProblem[] = [];
  let isPerhapsItsValue = false;
  for (const argument of command.args) {
    if (argument.startsWith('-') && argument.length > 1) {
      const name = argument.split('=')[0];
      const nearest = closestName(name, [...known, '--help']);
      problems.push({
        code: 'UNKNOWN_OPTION',
        message: `${name} is not an option of ${command.name()}`,
        hint: nearest === undefined ? `see googlenet ${command.name()} --help` : `did you mean ${nearest}?`,
      });
      isPerhapsItsValue = !argument.includes('=');
    } else if (isPerhapsItsValue) {
      isPerhapsItsValue = false;
    } else {
      words.push(argument);
    }
  }
  return { words, problems };
}
