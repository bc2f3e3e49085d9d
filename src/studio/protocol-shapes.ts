// The forms of what protocol.ts declares. Each field of its types has one here, or this does not compile. Of zod it is the
// part that bundles small, since the page has these too.
import * as z from 'zod/mini';
import type { ClassificationReport, NamedClassScores } from '../evaluation/classification-report.ts';
import type { ConfusionMatrix, Scores } from '../evaluation/confusion-matrix.ts';
import type { Mistake } from '../evaluation/mistakes.ts';
import type { ShownConfusion } from '../evaluation/most-confused.ts';
import type { Block, BlockPath } from '../export/list-blocks.ts';
import { networkInputSchema } from '../images/network-input-schema.ts';
import type { EpochPoint, StepPoint } from '../metrics/epoch-record.ts';
import { type MetricKey, metrics, type Quantity, quantities } from '../metrics/metric-table.ts';
import {
  imageId,
  type NetworkDescription,
  type NetworkEdge,
  type NetworkLayer,
  type NetworkModule,
  type NetworkTotals,
  type NetworkWindow,
} from '../network/network-description.ts';
import { expected, type Fault, faultOf, type Shape } from './checked.ts';
import type {
  DatasetFacts,
  Failure,
  LayerFilters,
  MeasuredProfile,
  MetricsUpdate,
  MovedRun,
  NetworkName,
  NoteChange,
  RunDetails,
  RunModel,
  RunOptions,
  RunOverview,
  RunProgress,
  RunRename,
  RunWeights,
  ShownEvaluation,
  StudioEvents,
  StudioFacts,
  TensorSummary,
} from './protocol.ts';

/** Classes of a task; drawings of them have their own bounds. */
const mostClasses = 10_000;
const mostMistakes = 1000;
/** Rows and columns; the page makes images of them. */
const largestImage = 4096;

/** Levels of what the page shows whatever is in it. */
const deepest = 32;

const text = z.string();
const number = z.number();
const maybe = z.nullable(number);
const optional = z.optional(maybe);
const count = z.int().check(z.minimum(0));
const texts = z.array(text);
const counts = z.array(count);
const maybeText = z.nullable(text);
const sideOfImage = count.check(z.maximum(largestImage));

type Fields<T> = { readonly [Name in keyof T]-?: Shape<T[Name]> };

/** An object with these fields; other fields are left out. */
function object<T>(fields: Fields<NoInfer<T>>): Shape<T> {
  return z.object(fields) as Shape<unknown> as Shape<T>;
}

/** A shape with a further check that no single field can make. */
function whole<T>(shape: Shape<T>, faultOfWhole: (value: T) => Fault | undefined): Shape<T> {
  return shape.check(({ value, issues }) => {
    const fault = faultOfWhole(value);
    if (fault !== undefined) issues.push({ ...fault, code: 'custom', input: value });
  });
}

/**
 * There are tens of thousands of them. zod copies each object it takes, which is six times as long as a look; so it is left
 * those that are wrong, to say why.
 */
function point<T>(fields: Readonly<Record<keyof T, typeof number | typeof maybe | typeof optional>>): Shape<T> {
  const form = z.object(fields) as Shape<unknown> as Shape<T>;
  const entries = Object.entries(fields);
  const isRight = (value: unknown) => {
    const found = Object(value);
    return entries.every(([name, field]) => {
      const value = found[name];
      return (
        Number.isFinite(value) || (value === null && field !== number) || (value === undefined && field === optional)
      );
    });
  };
  return whole(z.custom<T>(), (value) => (isRight(value) ? undefined : faultOf(form, value)));
}

export const anyObject = z.record(text, z.unknown()).check(z.refine(isShallow, `is more than ${deepest} levels deep`));

/** Whether a value is shallow enough, even if it is so deep that a recursive walk would run out of stack. */
function isShallow(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return false;
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
  return true;
}

export const failureShape: Shape<Failure> = object({ code: text, message: text, hint: z.optional(text) });

const progressShape: Shape<RunProgress> = object({
  epochsDone: count,
  epochs: maybe,
  step: count,
  stepsPerEpoch: maybe,
  imagesPerSecond: maybe,
  secondsLeft: maybe,
});

const overviewShape: Shape<RunOverview> = object({
  id: text,
  status: z.enum([
    'running',
    'done',
    'stopped',
    'interrupted',
    'diverged',
    'failed',
    'imported',
    'packaged',
    'unreadable',
  ]),
  fault: maybeText,
  started: maybeText,
  updated: maybeText,
  message: maybeText,
  model: maybeText,
  dataset: maybeText,
  isTutorials: z.boolean(),
  engine: maybeText,
  note: text,
  hasWeights: z.boolean(),
  bestAccuracy: maybe,
  progress: progressShape,
});

const stepShape: Shape<StepPoint> = point<StepPoint>({
  epoch: number,
  step: number,
  ...(Object.fromEntries(quantities.map((name) => [name, maybe])) as Record<Quantity, typeof maybe>),
  lr: maybe,
  imagesPerSecond: maybe,
});

const epochShape: Shape<EpochPoint> = point<EpochPoint>({
  epoch: number,
  ...(Object.fromEntries(metrics.map(({ key }) => [key, optional])) as Record<MetricKey, typeof optional>),
  seconds: maybe,
});

const metricsShape: Shape<MetricsUpdate> = object({
  run: text,
  isWhole: z.boolean(),
  steps: z.array(stepShape),
  epochs: z.array(epochShape),
  unreadableLines: count,
  shareRead: number,
});

export const eventShapes: { readonly [Name in keyof StudioEvents]: Shape<StudioEvents[Name]> } = {
  runs: z.array(overviewShape),
  metrics: metricsShape,
  gone: object({ run: text }),
};

export const optionsShape: Shape<readonly RunOptions[]> = z.array(
  object<RunOptions>({ id: text, options: z.record(text, z.union([text, number, z.boolean(), z.null()])) }),
);

export const studioShape: Shape<StudioFacts> = object({ program: text, isReadOnly: z.boolean() });
export const noteChangeShape: Shape<NoteChange> = object({ text, before: text });
export const renameShape: Shape<RunRename> = object({ name: text });
export const movedRunShape: Shape<MovedRun> = object({ movedTo: text });

const scoreFields = { precision: number, recall: number, f1: number };
const scoresShape: Shape<Scores> = object(scoreFields);
const classShape: Shape<NamedClassScores> = object({ ...scoreFields, name: text, support: count });
const mistakeShape: Shape<Mistake> = object({ index: count, label: count, predicted: count, probability: number });

/** In another version, fields may mean something else. */
const versionOne = z.literal(1);

const evaluationFields = {
  version: versionOne,
  dataset: object<ClassificationReport['dataset']>({ name: text, sha256: text, images: count }),
  classNames: texts.check(z.maxLength(mostClasses)),
  accuracy: number,
  loss: maybe,
  classes: z.array(classShape),
  macroAverage: scoresShape,
  weightedAverage: scoresShape,
  mistakes: z.array(mistakeShape).check(z.maxLength(mostMistakes)),
};

/** May have millions of numbers, so zod is given only a row that is wrong, to say why. */
const matrixShape: Shape<ConfusionMatrix> = whole(z.array(z.custom<readonly number[]>()), (rows) => {
  const isRight = (row: unknown) => Array.isArray(row) && row.every((each) => Number.isSafeInteger(each) && each >= 0);
  const wrong = rows.findIndex((row) => !isRight(row));
  const fault = wrong === -1 ? undefined : faultOf(counts, rows[wrong]);
  return fault && { ...fault, path: [wrong, ...fault.path] };
});

/** Shape of evaluation.json. */
export const evaluationShape: Shape<ClassificationReport> = whole(
  object<ClassificationReport>({ ...evaluationFields, confusionMatrix: matrixShape }),
  (evaluation) => {
    const { classNames, confusionMatrix, classes } = evaluation;
    const { length } = classNames;
    if ([confusionMatrix, ...confusionMatrix, classes].some((row) => row.length !== length)) {
      return { path: [], message: `classNames has ${length} classes, confusionMatrix or classes others` };
    }
    return strayMistake(evaluation);
  },
);

const shownEvaluationShape: Shape<ShownEvaluation> = whole(
  object<ShownEvaluation>({
    ...evaluationFields,
    confusion: object<ShownConfusion>({ labels: counts, counts: z.array(counts), supports: counts }),
  }),
  (evaluation) => {
    const { classNames, confusion } = evaluation;
    const { length } = confusion.labels;
    if ([confusion.counts, ...confusion.counts, confusion.supports].some((row) => row.length !== length)) {
      return { path: ['confusion'], message: `labels has ${length} classes, counts or supports others` };
    }
    if (confusion.labels.some((label) => label >= classNames.length)) {
      return { path: ['confusion', 'labels'], message: 'there is one that classNames has not' };
    }
    return strayMistake(evaluation);
  },
);

function strayMistake({ classNames: { length }, mistakes }: ShownEvaluation | ClassificationReport): Fault | undefined {
  const stray = mistakes.findIndex(({ label, predicted }) => label >= length || predicted >= length);
  return stray === -1 ? undefined : { path: ['mistakes', stray], message: 'is of a class that classNames has not' };
}

export const detailsShape: Shape<RunDetails> = object({
  id: text,
  config: z.nullable(anyObject),
  environment: z.nullable(anyObject),
  evaluation: z.nullable(shownEvaluationShape),
  summary: maybeText,
  faults: z.record(text, text),
  weights: z.array(z.enum(['best', 'last'])),
  hasReport: z.boolean(),
});

const pathShape: Shape<BlockPath> = object({ path: text, shape: counts, layers: texts });
const blockShape: Shape<Block> = object({ path: text, shape: counts, paths: z.array(pathShape) });

export const modelShape: Shape<RunModel> = object({
  weights: z.enum(['best', 'last']),
  version: text,
  input: networkInputSchema,
  classNames: texts,
  bytes: count,
  blocks: z.array(blockShape),
});

export const datasetShape: Shape<DatasetFacts> = object({
  name: text,
  count,
  channels: count,
  rows: sideOfImage,
  columns: sideOfImage,
  classNames: texts,
});

const imageShape = z.tuple([count, count, count], { error: ({ input }) => expected('a list of 3', input) });

export const networkNamesShape: Shape<readonly NetworkName[]> = z.array(
  object<NetworkName>({ name: text, imageShape }),
);

const windowShape: Shape<NetworkWindow> = object({
  kernel: counts,
  stride: counts,
  padding: counts,
});

const callFields = { id: text, path: text, className: text, call: count, parent: maybeText };
const valueFields = { inputShapes: z.array(counts), outputShape: counts };

const layerShape: Shape<NetworkLayer> = object({
  ...callFields,
  ...valueFields,
  operations: texts,
  parameters: count,
  sharedParameters: count,
  multiplyAdds: count,
  window: z.nullable(windowShape),
});

const moduleShape: Shape<NetworkModule> = object({ ...callFields, ...valueFields });
const edgeShape: Shape<NetworkEdge> = object({ from: text, to: text });
const totalsShape: Shape<NetworkTotals> = object({ parameters: count, unusedParameters: count, multiplyAdds: count });

export const networkShape: Shape<NetworkDescription> = whole(
  object({
    name: text,
    imageShape,
    modules: z.array(moduleShape),
    layers: z.array(layerShape),
    edges: z.array(edgeShape),
    output: text,
    totals: totalsShape,
  }),
  isOutOfOrder,
);

/** A fault if layers or modules are out of order: a walk from a layer to what it stands in or reads must end. */
function isOutOfOrder({ modules, layers, edges, output }: NetworkDescription): Fault | undefined {
  const known = new Map<string | null, number>([[imageId, -1]]);
  for (const [list, parts] of Object.entries({ modules, layers })) {
    for (const [index, { id, parent }] of parts.entries()) {
      const path = [list, index];
      if (known.has(id)) return { path, message: `there are two of the id '${id}'` };
      if (parent !== null && !known.has(parent))
        return { path, message: `stands in '${parent}', which is not before it` };
      known.set(id, known.size);
    }
  }
  const position = (id: string) => known.get(id) ?? Number.NaN;
  const stray = edges.findIndex(({ from, to }) => !(position(from) < position(to)));
  if (stray !== -1) return { path: ['edges', stray], message: 'does not lead from a layer to a later one' };
  return known.has(output) ? undefined : { path: ['output'], message: `there is no layer '${output}'` };
}

const summaryShape: Shape<TensorSummary> = object({
  ...{ name: text, shape: counts, min: number, max: number, mean: number, std: number },
  counts: counts.check(z.minLength(1)),
});

const filtersShape: Shape<LayerFilters> = whole(
  object<LayerFilters>({ name: text, shape: counts, filters: count, channels: count, largest: number, levels: text }),
  ({ shape, levels }) => {
    const bytes = shape.reduce((product, size) => product * size, 1);
    // Three bytes are four letters, and what is left over is filled up.
    const isRight = shape.length === 4 && levels.length === 4 * Math.ceil(bytes / 3) && /^[\w+/]*={0,2}$/.test(levels);
    return isRight ? undefined : { path: ['levels'], message: `are not the bytes of ${shape.join(' × ')}` };
  },
);

export const weightsShape: Shape<RunWeights> = object({
  weights: z.enum(['best', 'last']),
  tensors: z.array(summaryShape),
  filters: z.array(filtersShape),
});

/** Negative times would have no share in the whole. */
const time = number.check(z.minimum(0));

export const profileShape: Shape<MeasuredProfile> = object({
  name: text,
  mode: text,
  engine: text,
  layers: z.array(object<MeasuredProfile['layers'][number]>({ module: text, kind: text, milliseconds: time })),
});

export const profilesShape: Shape<readonly MeasuredProfile[]> = z.array(profileShape);
