// A training's state as the bytes of one safetensors file, and back. Parameters and optimizer state are its tensors,
// everything else is text in `__metadata__`. Its first entry is the SHA-256 of the whole file, taken with zeros in the
// place of its own 64 digits: no bit of the file, header or data, can change unnoticed.

import * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';
import { averageName } from '../compile/averages.ts';
import { CheckpointError } from '../errors/checkpoint-error.ts';
import { DamagedCheckpointError } from '../errors/damaged-checkpoint-error.ts';
import { describeValue } from '../errors/describe-value.ts';
import { reasonOf } from '../errors/reason-of.ts';
import { fileKind } from '../formats/file-kind.ts';
import { decodeSafetensors, type SafetensorsFile } from '../formats/safetensors/decode.ts';
import { encodeSafetensors } from '../formats/safetensors/encode.ts';
import { float32Tensors } from '../formats/safetensors/tensor.ts';
import { sha256 } from '../formats/sha256.ts';
import { type EpochRecord, isEpochRecord } from '../metrics/epoch-record.ts';
import { printTask, taskSchema } from '../tasks/task.ts';
import type { Task } from '../tasks/task-type.ts';
import { belongsToModel, type SavedKind, type TrainingState } from './training-state.ts';

/** Changes when older programs can no longer read what is written. */
const formatVersion = '1';
const opening = '{"__metadata__":{"sha256":"';
/** Where the hash begins: behind the header's length (a u64) and the opening. */
const hashOffset = 8 + opening.length;
const zeros = '0'.repeat(64);

/** A training's state and the configuration that it ran with. */
export interface Checkpoint {
  readonly state: TrainingState;
  /** The options that the training was started with, as its run folder has them. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** What the network is for; undefined where nobody said it. */
  readonly task?: Task | undefined;
}

/** A checkpoint as the bytes of a safetensors file, with a SHA-256 of all of them. Equal trainings give equal bytes. */
export function encodeCheckpoint({ state, configuration, task }: Checkpoint): Uint8Array {
  const { facts, position, running, history, choices } = state;
  const metadata = {
    sha256: zeros,
    // PyTorch's own tools refuse a file without this entry.
    format: 'pt',
    formatVersion,
    model: facts.model,
    engine: facts.engine,
    ...(facts.threads === undefined ? {} : { threads: String(facts.threads) }),
    ...(facts.ranks === undefined ? {} : { ranks: String(facts.ranks) }),
    ...(facts.syncBatchNorm === undefined ? {} : { syncBatchNorm: String(facts.syncBatchNorm) }),
    ...(facts.precision === undefined ? {} : { precision: facts.precision }),
    ...(choices === undefined ? {} : { choices: JSON.stringify(Object.fromEntries(choices)) }),
    seed: String(facts.seed),
    epoch: String(position.epoch),
    step: String(position.step),
    batchSize: String(facts.batchSize),
    imageSize: String(facts.imageSize),
    ...(facts.accumulate === undefined ? {} : { accumulate: String(facts.accumulate) }),
    ...(facts.loss === undefined ? {} : { loss: facts.loss }),
    ...(facts.optimizer === undefined ? {} : { optimizer: facts.optimizer }),
    ...(facts.clipNorm === undefined ? {} : { clipNorm: String(facts.clipNorm) }),
    ...(facts.emaDecay === undefined ? {} : { emaDecay: String(facts.emaDecay) }),
    ...(facts.frozen === undefined ? {} : { frozen: facts.frozen }),
    ...(facts.preparation === undefined ? {} : { preparation: facts.preparation }),
    trainData: facts.trainData,
    ...(facts.testData === undefined ? {} : { testData: facts.testData }),
    ...(facts.validationData === undefined ? {} : { validationData: facts.validationData }),
    kinds: JSON.stringify(kindsOf(state.tensors)),
    running: JSON.stringify(running),
    history: JSON.stringify(history),
    configuration: JSON.stringify(configuration),
    ...(task === undefined ? {} : { task: printTask(task) }),
  };
  const bytes = encodeSafetensors(float32Tensors(state.tensors), metadata);
  bytes.set(bytesOf(hashOf(bytes)), hashOffset);
  return bytes;
}

/**
 * @param where what to call the bytes in errors: the path
 * @throws DamagedCheckpointError where bytes were changed or cut; CheckpointError for a whole file that is none of ours
 */
export function decodeCheckpoint(bytes: Uint8Array, where: string): Checkpoint {
  requireWhole(bytes, where);
  const { tensors, metadata } = decodeFile(bytes, where);
  if (metadata.formatVersion !== formatVersion) {
    throw new CheckpointError(`${where}: has format version ${metadata.formatVersion}, expected ${formatVersion}`, {
      hint: 'it was saved by another version of googlenet: resume with that one',
    });
  }
  const parsed = metadataSchema.safeParse(metadata, { error: en().localeError });
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new CheckpointError(`${where}: ${path.join('.')}: ${message}`);
  }
  const { epoch, step, running, history, choices, configuration, task, kinds, ...facts } = parsed.data;
  const { threads, testData, validationData } = facts;
  const floats = [...tensors].map(([name, { dtype, shape, data }]) => {
    if (dtype !== 'F32') throw new CheckpointError(`${where}: tensor ${name} is ${dtype}, expected F32`);
    return [name, { shape, data, kind: kindIn(kinds, name) }] as const;
  });
  return {
    state: {
      facts: { ...facts, threads, testData, validationData },
      position: { epoch, step },
      running,
      history,
      ...(choices === undefined ? {} : { choices: new Map(Object.entries(choices)) }),
      tensors: new Map(floats),
    },
    configuration,
    ...(task === undefined ? {} : { task }),
  };
}

/** Kinds of all tensors that are not parameters, by name. */
function kindsOf(tensors: TrainingState['tensors']): Readonly<Record<string, SavedKind>> {
  return Object.fromEntries([...tensors].flatMap(([name, { kind }]) => (kind === 'parameter' ? [] : [[name, kind]])));
}

/** Kind of a tensor. Files of versions that did not record it hold only parameters and SGD's momentum. */
function kindIn(kinds: Readonly<Record<string, SavedKind>> | undefined, name: string): SavedKind {
  if (kinds !== undefined) return kinds[name] ?? 'parameter';
  return name.startsWith('momentum.') ? 'optimizer' : 'parameter';
}

/** The model's own tensors in a file of weights, which may be a checkpoint; where there are averages, these. */
export function modelTensors({ tensors, metadata }: SafetensorsFile): SafetensorsFile['tensors'] {
  const kinds = kindsSchema.safeParse(metadata.kinds).data;
  const own = [...tensors].filter(([name]) => belongsToModel(kindIn(kinds, name)));
  return new Map(own.map(([name, tensor]) => [name, tensors.get(averageName(name)) ?? tensor]));
}

function hashOf(bytes: Uint8Array): string {
  return sha256(bytes.subarray(0, hashOffset), bytesOf(zeros), bytes.subarray(hashOffset + zeros.length));
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function requireWhole(bytes: Uint8Array, where: string): void {
  if (!(bytes instanceof Uint8Array)) {
    throw new CheckpointError(`${where}: expected the file's bytes as a Uint8Array, got ${describeValue(bytes)}`);
  }
  const text = (begin: number, end: number) => new TextDecoder('latin1').decode(bytes.subarray(begin, end));
  const isSaved = (saved: Uint8Array) => text(hashOffset, hashOffset + zeros.length) === hashOf(saved);
  if (text(8, hashOffset) !== opening) {
    // A file of another kind is not damaged; one whose hash is right but for its opening was a checkpoint.
    // Not by `slice`, which would be a view if the bytes are a Buffer.
    const mended = new Uint8Array(bytes);
    for (const [index, byte] of bytesOf(opening).entries()) mended[8 + index] = byte;
    if (isSafetensors(bytes, where) && !isSaved(mended)) {
      throw new CheckpointError(`${where}: is a safetensors file, but not a checkpoint`, {
        hint: 'move it out of the folder of checkpoints',
      });
    }
    const { family, called } = fileKind(bytes) ?? {};
    const isOther = family !== undefined && family !== 'safetensors';
    const found = isOther ? `${called}, not a checkpoint` : 'not a checkpoint, or its start is damaged';
    throw new DamagedCheckpointError(`${where}: is ${found}`);
  }
  if (!isSaved(bytes)) {
    throw new DamagedCheckpointError(`${where}: is damaged: its SHA-256 is not the one that it was saved with`);
  }
}

function isSafetensors(bytes: Uint8Array, where: string): boolean {
  try {
    decodeSafetensors(bytes, where);
    return true;
  } catch {
    return false;
  }
}

function decodeFile(bytes: Uint8Array, where: string): SafetensorsFile {
  try {
    return decodeSafetensors(bytes, where);
  } catch (cause) {
    throw new CheckpointError(reasonOf(cause), { cause });
  }
}

const count = z.int().check(z.gte(0));
const countText = z.pipe(z.pipe(z.string().check(z.regex(/^\d+$/)), z.transform(Number)), count);

/** JSON inside a metadata entry. */
function json<Schema extends z.core.$ZodType>(schema: Schema) {
  const parse = (text: string, context: z.core.ParsePayload): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.issues.push({ code: 'custom', message: 'is not JSON', input: text });
      return z.NEVER;
    }
  };
  return z.pipe(z.pipe(z.string(), z.transform(parse)), schema as z.core.$ZodType<z.output<Schema>, unknown>);
}

const kindsSchema = json(z.record(z.string(), z.enum(['parameter', 'buffer', 'optimizer', 'average'])));

const metadataSchema = z.object({
  model: z.string(),
  engine: z.string(),
  threads: z.optional(countText),
  ranks: z.optional(countText),
  syncBatchNorm: z.optional(
    z.pipe(
      z.literal('true'),
      z.transform(() => true),
    ),
  ),
  precision: z.optional(z.string()),
  choices: z.optional(json(z.record(z.string(), z.string()))),
  seed: z.pipe(z.pipe(z.string().check(z.regex(/^-?\d+$/)), z.transform(Number)), z.int()),
  epoch: countText,
  step: countText,
  batchSize: countText,
  imageSize: countText,
  accumulate: z.optional(countText),
  loss: z.optional(z.string()),
  optimizer: z.optional(z.string()),
  clipNorm: z.optional(z.pipe(z.pipe(z.string(), z.transform(Number)), z.number().check(z.positive()))),
  emaDecay: z.optional(z.pipe(z.pipe(z.string(), z.transform(Number)), z.number().check(z.gte(0), z.lt(1)))),
  frozen: z.optional(z.string()),
  preparation: z.optional(z.string()),
  trainData: z.string(),
  testData: z.optional(z.string()),
  validationData: z.optional(z.string()),
  kinds: z.optional(kindsSchema),
  running: json(z.object({ images: count, loss: z.number(), weight: z.optional(z.number()), correct: count })),
  history: json(z.array(z.custom<EpochRecord>(isEpochRecord, 'expected the numbers of an epoch'))),
  configuration: json(z.record(z.string(), z.unknown())),
  task: z.optional(json(taskSchema)),
});
