// What `googlenet bench --profile --json` measured, from files `profile*.json` of the runs' folder and of runs. Anything
// else under such a name is left out.
import { readdir } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { z } from 'zod';
import { readRegularFile } from '../../formats/regular-file.ts';
import { findRuns } from '../follower/find-runs.ts';
import type { MeasuredProfile } from '../protocol.ts';
import { findFileInside } from './inside-path.ts';

const largestFile = 2 ** 22;

const profileSchema = z.object({
  engine: z.string(),
  mode: z.string(),
  layers: z.array(z.object({ module: z.string(), kind: z.string(), milliseconds: z.number().nonnegative() })),
});

/** By name. */
export async function readProfiles(directory: string): Promise<readonly MeasuredProfile[]> {
  const folders = new Set([directory, ...(await findRuns(directory)).values()]);
  const profiles = await Promise.all([...folders].map((folder) => profilesIn(folder, directory)));
  return profiles.flat().sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function profilesIn(folder: string, directory: string): Promise<readonly MeasuredProfile[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^profile.*\.json$/.test(name));
  const found = await Promise.all(
    names.map(async (name) => {
      const file = await findFileInside(folder, encodeURIComponent(name));
      if (file === undefined) return [];
      const { data } = profileSchema.safeParse(await readJson(file.path));
      if (data === undefined) return [];
      const place = [...relative(directory, folder).split(sep), name].filter((part) => part !== '').join('/');
      return [{ name: place, ...data }];
    }),
  );
  return found.flat();
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse((await readRegularFile(path, largestFile)).toString());
  } catch {
    return undefined;
  }
}
