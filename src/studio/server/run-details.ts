// What a run's page shows beside its curves, from the files of its folder.
import { mostConfused } from '../../evaluation/most-confused.ts';
import { checked, type Shape } from '../checked.ts';
import type { RunDetails, ShownEvaluation } from '../protocol.ts';
import { anyObject, evaluationShape } from '../protocol-shapes.ts';
import { findFileInside } from './inside-path.ts';
import type { Reader, SmallFiles } from './small-files.ts';

/** Bytes; those that are written here have some thousands. */
const largest = 2 ** 21;

/** Room for the evaluation of some two thousand classes: it has a number for each pair of them. */
const largestEvaluation = 2 ** 24;

const objectReader = jsonReader('object', anyObject);
const evaluationReader: Reader<ShownEvaluation> = {
  name: 'evaluation',
  largest: largestEvaluation,
  read: (text) => {
    const { confusionMatrix, ...rest } = checked(evaluationShape, JSON.parse(text));
    return { ...rest, confusion: mostConfused(confusionMatrix) };
  },
};
const textReader: Reader<string> = { name: 'text', largest, read: (text) => text };

export async function readRunDetails(id: string, folder: string, files: SmallFiles): Promise<RunDetails> {
  const isThere = async (path: string) => (await findFileInside(folder, path)) !== undefined;
  const faults: Record<string, string> = {};
  const read = async <Value>(name: string, reader: Reader<Value>): Promise<Value | null> => {
    const { value, fault } = await files.read(folder, name, reader);
    if (fault !== undefined) faults[name] = fault;
    return value ?? null;
  };
  const [config, environment, evaluation, summary, hasBest, hasLast, hasReport] = await Promise.all([
    read('config.json', objectReader),
    read('environment.json', objectReader),
    read('evaluation.json', evaluationReader),
    read('summary.txt', textReader),
    isThere('weights/best.safetensors'),
    isThere('weights/last.safetensors'),
    isThere('report.html'),
  ]);
  const weights = [...(hasBest ? (['best'] as const) : []), ...(hasLast ? (['last'] as const) : [])];
  return { id, config, environment, evaluation, summary, faults, weights, hasReport };
}

function jsonReader<T>(name: string, shape: Shape<T>): Reader<T> {
  return { name, largest, read: (text) => checked(shape, JSON.parse(text)) };
}
