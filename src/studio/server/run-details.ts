// What a run's page shows beside its curves, from the files of its folder.
import type { ClassificationReport } from '../../evaluation/classification-report.ts';
import { largestTextFile, readRegularFile } from '../../formats/regular-file.ts';
import type { RunDetails } from '../protocol.ts';
import { findFileInside } from './inside-path.ts';

export async function readRunDetails(id: string, folder: string): Promise<RunDetails> {
  const isThere = async (path: string) => (await findFileInside(folder, path)) !== undefined;
  const [config, environment, evaluation, summary, hasBest, hasLast, hasReport] = await Promise.all([
    readObject(folder, 'config.json'),
    readObject(folder, 'environment.json'),
    readObject(folder, 'evaluation.json'),
    readText(folder, 'summary.txt'),
    isThere('weights/best.safetensors'),
    isThere('weights/last.safetensors'),
    isThere('report.html'),
  ]);
  const weights = [...(hasBest ? (['best'] as const) : []), ...(hasLast ? (['last'] as const) : [])];
  return {
    id,
    config,
    environment,
    evaluation: evaluation as ClassificationReport | null,
    summary,
    weights,
    hasReport,
  };
}

async function readObject(folder: string, name: string): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    const value: unknown = JSON.parse((await readText(folder, name)) ?? 'null');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

async function readText(folder: string, name: string): Promise<string | null> {
  const file = await findFileInside(folder, name);
  if (file === undefined) return null;
  return readRegularFile(file.path, largestTextFile).then(String, () => null);
}
