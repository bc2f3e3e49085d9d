// `--class-names`: a text file with a name a line, in the order of the network's answers.
import { reasonOf } from '../../errors/reason-of.ts';
import { largestTextFile, readRegularFileSync } from '../../formats/regular-file.ts';
import { countOf } from '../../metrics/print-count.ts';
import { invalidOption } from '../options/usage-error.ts';

/**
 * @param path absolute
 * @param shown how it was typed
 * @throws UsageError for a file that cannot be read, is no UTF-8, or has another number of names; names may occur twice, as
 * two of ImageNet's do
 */
export function readClassNames(path: string, shown: string, count: number): readonly string[] {
  const fail = (problem: string): never => {
    throw invalidOption(
      `--class-names is '${shown}', ${problem}`,
      `give a text file with ${countOf(count, 'line')}, a name on each`,
    );
  };
  const names = readText(path, fail)
    .replace(/\r?\n$/, '')
    .split(/\r?\n/);
  const nameless = names.findIndex((name) => name.trim() === '');
  if (nameless !== -1) fail(`whose line ${nameless + 1} is empty`);
  if (names.length !== count)
    fail(`which has ${countOf(names.length, 'name')}, but the network has ${countOf(count, 'class', 'classes')}`);
  return names.map((name) => name.trim());
}

function readText(path: string, fail: (problem: string) => never): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readRegularFileSync(path, largestTextFile));
  } catch (cause) {
    return fail(cause instanceof TypeError ? 'which is not UTF-8' : `which cannot be read: ${reasonOf(cause)}`);
  }
}
