// Options from a file, JSON or YAML: names and values alone, or a run's config.json. They come to what would have been
// typed, so that they are checked together with what was typed, which counts more.
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { closestName } from '../../errors/closest-name.ts';
import { reasonOf } from '../../errors/reason-of.ts';
import { largestTextFile, readRegularFileSync } from '../../formats/regular-file.ts';
import { isFlag } from './options.ts';
import type { UsageProblem } from './usage-error.ts';

/** Options that were not typed themselves. */
export interface OptionsFile {
  /** As it was given; undefined where none was. */
  readonly name: string | undefined;
  /** As if they had been typed, by the options' keys. */
  readonly values: ReadonlyMap<string, unknown>;
  readonly problems: readonly UsageProblem[];
}

export const noOptionsFile: OptionsFile = { name: undefined, values: new Map(), problems: [] };

export interface OptionsFileReading {
  readonly schema: z.ZodObject;
  readonly workingDirectory: string;
  /** Options that no file has: those that name one, for example. */
  readonly foreign: readonly string[];
  /** Options that a run's own config.json has and that are not taken over from it. */
  readonly ofRunAlone: readonly string[];
}

const runOptions = z.record(z.string(), z.looseObject({ value: z.unknown(), source: z.unknown() }));

export function readOptionsFile(name: string, reading: OptionsFileReading): OptionsFile {
  const refuse = (message: string, hint: string): OptionsFile => {
    return { name, values: new Map(), problems: [{ code: 'INVALID_OPTION', message, hint }] };
  };
  const hint = 'give options as JSON or YAML, e.g. lr: 0.01, or the config.json of a run';
  let content: unknown;
  try {
    const bytes = readRegularFileSync(resolve(reading.workingDirectory, name), largestTextFile);
    // Every JSON is YAML.
    content = parse(bytes.toString(), { logLevel: 'error' });
  } catch (error) {
    return refuse(
      `--config is '${name}', which cannot be read: ${reasonOf(error).split('\n')[0].replace(/:$/, '')}`,
      hint,
    );
  }
  if (!isRecord(content)) return refuse(`--config is '${name}', which holds no options`, hint);
  if (!('options' in content)) return sort(name, content, reading);
  const ofRun = runOptions.safeParse(content.options);
  if (!ofRun.success) return refuse(`--config is '${name}', whose options are not those of a run`, hint);
  if (Object.values(ofRun.data).some(({ source }) => source === 'program')) {
    return refuse(`--config is '${name}', of a run that a program of its own trained, with recordRun`, hint);
  }
  const taken = Object.entries(ofRun.data).filter(([key]) => !reading.ofRunAlone.includes(key));
  return sort(name, Object.fromEntries(taken.map(([key, { value }]) => [key, value])), reading);
}

function sort(name: string, options: Readonly<Record<string, unknown>>, reading: OptionsFileReading): OptionsFile {
  const { schema, foreign } = reading;
  const known = Object.keys(schema.shape).filter((key) => !foreign.includes(key));
  const values = new Map<string, unknown>();
  const problems: UsageProblem[] = [];
  for (const [key, value] of Object.entries(options)) {
    if (!known.includes(key)) {
      const nearest = closestName(key, known);
      const hint = nearest === undefined ? 'see the names in the config.json of a run' : `did you mean ${nearest}?`;
      problems.push({ code: 'UNKNOWN_OPTION', message: `${name}: ${key} is not an option`, hint });
      continue;
    }
    // Not given, as a run's config.json has it.
    if (value === null) continue;
    const expected = isFlag(schema, key) ? 'true or false' : 'a single value';
    const isOne = isFlag(schema, key)
      ? typeof value === 'boolean'
      : ['string', 'number', 'boolean'].includes(typeof value);
    if (isOne) values.set(key, isFlag(schema, key) ? value : String(value));
    else {
      const message = `${name}: ${key} is ${JSON.stringify(value)}, expected ${expected}`;
      problems.push({ code: 'INVALID_OPTION', message });
    }
  }
  return { name, values, problems };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
