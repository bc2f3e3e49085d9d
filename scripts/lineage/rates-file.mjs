// rates.json: every rate that was tried, what came of it on the validation images, and which is taken.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { OptionError } from '../../dist/errors/option-error.js';
import { makeFolder } from '../../dist/formats/make-folder.js';
import { writeJsonFile } from '../../dist/runs/json-file.js';

function ratesPath(results) {
  return join(results, 'rates.json');
}

/** @returns by network: `{ conditions, rate, accuracy, tried }` */
export function readRates(results) {
  const path = ratesPath(results);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
}

/**
 * @param conditions of every try of a network: those that were made under others cannot stand beside them
 * @returns what was tried of it
 */
export function triesOf(rates, name, conditions) {
  const { conditions: found = conditions, tried = [] } = rates[name] ?? {};
  if (isDeepStrictEqual(found, conditions)) return tried;
  const message = `rates.json has tries of ${name} under other conditions: ${JSON.stringify(found)}`;
  throw new OptionError(message, { hint: 'remove them from it, or give --results elsewhere' });
}

/** All at once, so that a process that is killed leaves the tries before. */
export function writeRates(results, rates) {
  makeFolder(results);
  writeJsonFile(ratesPath(results), rates);
}
