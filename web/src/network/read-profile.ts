// A file that the reader opens: what `googlenet bench --profile --json` printed.
import { readMeasuredProfile } from '../../../src/studio/measured-profile.ts';
import type { MeasuredProfile } from '../../../src/studio/protocol.ts';

/** `null` where the text is no profile. */
export function readProfile(name: string, text: string): MeasuredProfile | null {
  try {
    const profile = readMeasuredProfile(name, text);
    return profile.layers.length === 0 ? null : profile;
  } catch {
    return null;
  }
}
