// What is at a path that was given on the command line. A path at which nobody may look is the person's to mend, as one
// that leads nowhere is.
import { type Stats, statSync } from 'node:fs';
import { reasonOf } from '../../errors/reason-of.ts';
import { invalidOption } from './usage-error.ts';

/**
 * @param shown the option or argument and its value, e.g. `FILE is 'weights.pt'`
 * @returns undefined where nothing is
 * @throws UsageError where the system does not say, e.g. for a link that leads to itself
 */
export function lookAt(path: string, shown: string, hint: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    throw invalidOption(`${shown}, which cannot be read: ${reasonOf(cause)}`, hint);
  }
}

/** The same, where what cannot be looked at counts as missing: whoever reads it says why. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
