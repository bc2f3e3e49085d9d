// A command's options and arguments, written once as a zod object: commander gets its flags and help from it, and the
// values are checked by it, all together. Commander itself refuses nothing, because it would stop at the first mistake.
import { type Argument, type Command, Option } from 'commander';
import { z } from 'zod';
import { closestName } from '../../errors/closest-name.ts';
import type { OptionsFile } from './config-file.ts';
import { type Cap, capped, type NoteListener } from './notes.ts';
import { completionOf, type ValueCompletion } from './option-values.ts';
import { UsageError, type UsageProblem } from './usage-error.ts';

interface OptionFacts {
  /** As in the help, e.g. `--epochs <count>`. */
  readonly flags: string;
  readonly description: string;
  readonly alone?: AloneOption;
  /** The flag that says the contrary, e.g. `--no-nesterov`: the value is undefined where neither was typed. */
  readonly opposite?: string;
  /** Called when the value is known, since the cap depends on the machine. */
  readonly cap?: () => Cap;
}

/** An option whose value may be left out. */
interface AloneOption {
  /** The value that it then has. */
  readonly value: string;
  /** All values that it takes: any other word behind it is not its value. */
  readonly words: readonly string[];
}

interface ArgumentFacts {
  /** As in the help, e.g. `RUN|FILE`; the last one may end with `…` and then takes all words that are left. */
  readonly term: string;
  readonly description: string;
}

const optionFacts = z.registry<OptionFacts>();
const argumentFacts = z.registry<ArgumentFacts>();

/**
 * Gives a value's schema its flag and its line in the help; the schema's default is added to the line.
 * @param more of a count, its cap: a larger one is taken as this, saying so
 */
export function option<Schema extends z.ZodType>(
  flags: string,
  description: string,
  schema: Schema,
  more: Omit<OptionFacts, 'flags' | 'description'> = {},
): Schema {
  const fallback = schema.safeParse(undefined).data;
  const isShown = typeof fallback === 'string' || typeof fallback === 'number' || Array.isArray(fallback);
  const shown = isShown ? `${description} (default: ${fallback})` : description;
  optionFacts.add(schema, { flags, description: shown, ...more });
  return schema;
}

/** Gives a schema its place among the words that belong to no option, in the order of the object's fields. */
export function argument<Schema extends z.ZodType>(term: string, description: string, schema: Schema): Schema {
  argumentFacts.add(schema, { term, description });
  return schema;
}

export function addOptions(command: Command, schema: z.ZodObject): void {
  command.allowUnknownOption().allowExcessArguments();
  const terms = argumentsOf(schema).map(({ term, description }) => {
    command.argument(`[${term}]`, description);
    return term;
  });
  command.usage([...terms, '[options]'].join(' '));
  for (const { flags, description, opposite } of factsOf(schema)) {
    // A value that commander holds for optional may be missing, which is then reported with the other mistakes.
    const shown = new Option(flags.replace('<', '[').replace('>', ']'), description);
    const both = opposite === undefined ? [shown] : [shown, new Option(opposite).hideHelp()];
    // If a flag with `no` comes first, commander takes its contrary for given.
    for (const each of both.sort((a, b) => Number(a.negate) - Number(b.negate))) command.addOption(each);
  }
}

/**
 * Gives options that stand alone the value that they then have. Commander takes any word behind an option for its value:
 * of `predict RUN --invert a.png`, it would take the picture.
 */
export function completeOptions(argv: readonly string[], schema: z.ZodObject): readonly string[] {
  return argv.map((word, index) => {
    const alone = factsOf(schema).find((facts) => namesOf(facts)[0] === word)?.alone;
    return alone === undefined || alone.words.includes(argv[index + 1]) ? word : `${word}=${alone.value}`;
  });
}

/** For the help: undoes what `addOptions` does to the flags. */
export function optionTerm({ flags }: Option): string {
  return flags.replace('[', '<').replace(']', '>');
}

/** The same for arguments. */
export function argumentTerm(argument: Argument): string {
  return argument.name();
}

/** A command line in two: behind the command, `--` ends its options, and whatever comes behind that is none. */
export function splitAtEnd(argv: readonly string[]) {
  const command = argv.findIndex((word) => !word.startsWith('-'));
  const end = command === -1 ? -1 : argv.indexOf('--', command);
  const typed = end === -1 ? argv : argv.slice(0, end);
  return {
    // Commander knows one short name for an option.
    options: typed.map((word) => (word === '-v' ? '--version' : word)),
    operands: end === -1 ? [] : argv.slice(end + 1),
  };
}

export interface ReadOptions {
  /** Words that come behind the end of the options. */
  readonly operands: readonly string[];
  /** Options that were not typed themselves: what was typed counts more. */
  readonly file: OptionsFile;
  readonly onNote: NoteListener;
}

/** @throws UsageError listing everything that is wrong */
export function readOptions<Schema extends z.ZodObject>(
  command: Command,
  schema: Schema,
  { operands, file, onNote }: ReadOptions,
): z.output<Schema> {
  const { words, unknownOptions } = sortWords(command, factsOf(schema).flatMap(namesOf));
  words.push(...operands);
  const places = argumentsOf(schema);
  const last = places.at(-1);
  const excess = last?.term.endsWith('…') ? [] : words.splice(places.length);
  const values = places.map(({ field, term }, place) => {
    const value = term.endsWith('…') ? words.slice(place) : words[place];
    return [field, value] as const;
  });
  const problems = [...unknownOptions, ...excess.map((word) => unexpectedArgument(word, command)), ...file.problems];
  const given = givenOptions(command);
  const typed = { ...command.opts(), ...Object.fromEntries([...file.values, ...given, ...values]) };
  const nameOf = (key: string) => (file.values.has(key) && !given.has(key) ? `${file.name}: ${key}` : undefined);
  return parseOptions(schema, typed, { problems, nameOf, onNote });
}

export interface ParseOptions {
  /** What is wrong already. */
  readonly problems?: readonly UsageProblem[];
  /** What to call an option that was not typed; undefined for those that were. */
  readonly nameOf?: (key: string) => string | undefined;
  /** Told of each typed count that is more than there is. */
  readonly onNote?: NoteListener;
}

/**
 * @param typed what was typed for each option
 * @throws UsageError listing everything that is wrong
 */
export function parseOptions<Schema extends z.ZodObject>(
  schema: Schema,
  typed: Readonly<Record<string, unknown>>,
  { problems = [], nameOf = () => undefined, onNote = () => {} }: ParseOptions = {},
): z.output<Schema> {
  const result = schema.safeParse(typed);
  if (result.success && problems.length === 0) return capAll(schema, result.data, typed, onNote);
  throw new UsageError([...problems, ...(result.error?.issues ?? []).map((issue) => problemOf(issue, schema, nameOf))]);
}

function capAll<Schema extends z.ZodObject>(
  schema: Schema,
  values: z.output<Schema>,
  typed: Readonly<Record<string, unknown>>,
  onNote: NoteListener,
): z.output<Schema> {
  const entries = Object.entries(values).map(([key, value]) => {
    const { cap } = optionFacts.get(schema.shape[key] as z.ZodType) ?? {};
    if (cap === undefined || typeof value !== 'number') return [key, value];
    // A default is capped without a note.
    return [key, capped(longName(schema, key), value, cap(), typed[key] === undefined ? () => {} : onNote)];
  });
  return Object.fromEntries(entries) as z.output<Schema>;
}

/** What was typed, by the options' keys; options that were left out are missing. */
export function givenOptions(command: Command): ReadonlyMap<string, unknown> {
  const typed = Object.entries(command.opts());
  return new Map(typed.filter(([key]) => command.getOptionValueSource(key) === 'cli'));
}

/** E.g. `--batch-size` for `batchSize`. */
export function longName(schema: z.ZodObject, key: string): string {
  return longNames(schema, key)[0];
}

/** Given or not, without a value behind it. */
export function isFlag(schema: z.ZodObject, key: string): boolean {
  return optionFacts.get(schema.shape[key] as z.ZodType)?.flags.includes('<') === false;
}

/** With its opposite, if it has one. */
export function longNames(schema: z.ZodObject, key: string): readonly string[] {
  const facts = optionFacts.get(schema.shape[key] as z.ZodType);
  return facts === undefined ? [key] : namesOf(facts);
}

/** An option as a shell's completion needs to know it. */
export interface DescribedOption {
  /** E.g. `--engine`. */
  readonly name: string;
  readonly description: string;
  /** Takes no value. */
  readonly isFlag: boolean;
  /** What can be offered for its value. */
  readonly value: ValueCompletion | undefined;
}

/** With the opposites of flags, which have options of their own here. */
export function describeOptions(schema: z.ZodObject): readonly DescribedOption[] {
  return Object.entries(schema.shape).flatMap(([key, field]) => {
    const facts = optionFacts.get(field as z.ZodType);
    if (facts === undefined) return [];
    const { description } = facts;
    const value = completionOf(field as z.ZodType);
    return namesOf(facts).map((name) => ({ name, description, isFlag: isFlag(schema, key), value }));
  });
}

/** A word that belongs to no option. */
export interface DescribedArgument {
  readonly term: string;
  readonly value: ValueCompletion | undefined;
}

export function describeArguments(schema: z.ZodObject): readonly DescribedArgument[] {
  return argumentsOf(schema).map(({ field, term }) => {
    return { term, value: completionOf(schema.shape[field] as z.ZodType) };
  });
}

function factsOf(schema: z.ZodObject): readonly OptionFacts[] {
  return Object.values(schema.shape).flatMap((field) => optionFacts.get(field as z.ZodType) ?? []);
}

function argumentsOf(schema: z.ZodObject): readonly (ArgumentFacts & { readonly field: string })[] {
  return Object.entries(schema.shape).flatMap(([field, type]) => {
    const facts = argumentFacts.get(type as z.ZodType);
    return facts === undefined ? [] : [{ field, ...facts }];
  });
}

function namesOf({ flags, opposite }: OptionFacts): string[] {
  return [flags.split(' ')[0], ...(opposite === undefined ? [] : [opposite])];
}

function problemOf(
  issue: z.core.$ZodIssue,
  schema: z.ZodObject,
  nameOf: NonNullable<ParseOptions['nameOf']>,
): UsageProblem {
  const key = String(issue.path[0]);
  const field = schema.shape[key];
  const facts = field === undefined ? undefined : optionFacts.get(field as z.ZodType);
  const typedName = facts === undefined ? argumentFacts.get(field as z.ZodType)?.term : namesOf(facts)[0];
  const name = nameOf(key) ?? typedName;
  const message = name === undefined ? issue.message : `${name} ${issue.message}`;
  const hint: unknown = issue.code === 'custom' ? issue.params?.hint : undefined;
  return { code: 'INVALID_OPTION', message, ...(typeof hint === 'string' ? { hint } : {}) };
}

/** What commander could not place: words that belong to no option, and options that do not exist. */
function sortWords(command: Command, known: readonly string[]) {
  const words: string[] = [];
  const unknownOptions: UsageProblem[] = [];
  let mayBeOptionValue = false;
  for (const argument of command.args) {
    if (argument.startsWith('-') && argument.length > 1) {
      const name = argument.split('=')[0];
      const nearest = closestName(name, [...known, '--help']);
      unknownOptions.push({
        code: 'UNKNOWN_OPTION',
        message: `${name} is not an option of ${command.name()}`,
        hint: nearest === undefined ? `see googlenet ${command.name()} --help` : `did you mean ${nearest}?`,
      });
      mayBeOptionValue = !argument.includes('=');
    } else if (mayBeOptionValue) {
      mayBeOptionValue = false;
    } else {
      words.push(argument);
    }
  }
  return { words, unknownOptions };
}

function unexpectedArgument(word: string, command: Command): UsageProblem {
  return {
    code: 'UNEXPECTED_ARGUMENT',
    message: `'${word}' belongs to no option`,
    hint: `see googlenet ${command.name()} --help`,
  };
}
