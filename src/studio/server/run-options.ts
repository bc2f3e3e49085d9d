// The options of all runs, for the columns and the search of their list: of each config.json the values alone.
import { isObject } from '../../metrics/print-fact.ts';
import { checked } from '../checked.ts';
import { findRuns } from '../follower/find-runs.ts';
import type { OptionValue, RunOptions } from '../protocol.ts';
import { anyObject } from '../protocol-shapes.ts';
import type { Reader, SmallFiles } from './small-files.ts';

/** Bytes; those that are written here have some thousands. */
const largest = 2 ** 16;
/** Options of one run, and letters of a value. */
const mostOptions = 200;
const longestValue = 200;

const optionsReader: Reader<RunOptions['options']> = {
  name: 'options',
  largest,
  read: (text) => {
    const { options } = checked(anyObject, JSON.parse(text));
    const entries = Object.entries(isObject(options) ? options : {}).slice(0, mostOptions);
    return Object.fromEntries(
      entries.flatMap(([name, option]) => {
        const value = isObject(option) ? shownValue(option.value) : undefined;
        return value === undefined ? [] : [[name, value]];
      }),
    );
  },
};

/** Options of the runs whose configuration can be read; the list of runs says what is wrong with the others. */
export async function readAllOptions(directory: string, files: SmallFiles): Promise<readonly RunOptions[]> {
  const all: RunOptions[] = [];
  for (const [id, folder] of await findRuns(directory)) {
    const { value: options } = await files.read(folder, 'config.json', optionsReader);
    if (options !== undefined) all.push({ id, options });
  }
  return all;
}

function shownValue(value: unknown): OptionValue | undefined {
  if (typeof value === 'string') return value.slice(0, longestValue);
  return typeof value === 'number' || typeof value === 'boolean' || value === null ? value : undefined;
}
