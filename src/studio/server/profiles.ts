// What `googlenet bench --profile --json` measured, from files `profile*.json` of the runs' folder and of runs. Anything
// else under such a name is left out.
import { readdir } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { findRuns } from '../follower/find-runs.ts';
import { readMeasuredProfile } from '../measured-profile.ts';
import type { MeasuredProfile } from '../protocol.ts';
import { findFileInside } from './inside-path.ts';
import type { Reader, SmallFiles } from './small-files.ts';

/** Bytes of one, and of all that are shown: one of GoogLeNet has 30 kB. */
const largest = 2 ** 22;
const largestSum = 2 ** 23;

const profileReader: Reader<MeasuredProfile> = {
  name: 'profile',
  largest,
  read: (text) => readMeasuredProfile('', text),
};

/** By name. */
export async function readProfiles(directory: string, files: SmallFiles): Promise<readonly MeasuredProfile[]> {
  const folders = new Set([directory, ...(await findRuns(directory)).values()]);
  const profiles: MeasuredProfile[] = [];
  let sum = 0;
  for (const folder of folders) {
    const names = (await readdir(folder).catch(() => [])).filter((name) => /^profile.*\.json$/.test(name));
    for (const name of names.sort()) {
      const file = await findFileInside(folder, encodeURIComponent(name));
      if (file === undefined || sum + file.size > largestSum) continue;
      const { value } = await files.readFound(file, profileReader);
      if (value === undefined) continue;
      sum += file.size;
      const place = [...relative(directory, folder).split(sep), name].filter((part) => part !== '').join('/');
      profiles.push({ ...value, name: place });
    }
  }
  return profiles.sort((a, b) => (a.name < b.name ? -1 : 1));
}
