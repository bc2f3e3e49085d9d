// The forms of what protocol.ts declares. Each field of its types has one here, or this does not compile.
import type { ClassificationReport, NamedClassScores } from '../evaluation/classification-report.ts';
import type { Scores } from '../evaluation/confusion-matrix.ts';
import type { Mistake } from '../evaluation/mistakes.ts';
import type { Block, BlockPath } from '../export/list-blocks.ts';
import {
  imageId,
  type NetworkDescription,
  type NetworkEdge,
  type NetworkLayer,
  type NetworkModule,
  type NetworkTotals,
  type NetworkWindow,
} from '../network/network-description.ts';
import type {
  DatasetFacts,
  EpochPoint,
  Failure,
  MeasuredProfile,
  MetricsUpdate,
  NetworkName,
  RunDetails,
  RunModel,
  RunOverview,
  RunProgress,
  StepPoint,
  StudioEvents,
} from './protocol.ts';
import {
  anyObject,
  count,
  countUpTo,
  exactly,
  type Fault,
  listOf,
  nullable,
  number,
  object,
  oneOf,
  optional,
  recordOf,
  type Shape,
  text,
  truth,
  tuple,
} from './shape.ts';

/** As many as a table on a page can show: it has a cell for each two. */
const mostClasses = 100;
const mostMistakes = 1000;
/** Rows and columns; the page makes images of them. */
const largestImage = 4096;

const maybe = nullable(number);

export const failureShape: Shape<Failure> = object({ code: text, message: text, hint: optional(text) });

const progressShape: Shape<RunProgress> = object({
  epochsDone: count,
  epochs: maybe,
  step: count,
  stepsPerEpoch: maybe,
  imagesPerSecond: maybe,
  secondsLeft: maybe,
});

const statuses = ['running', 'done', 'stopped', 'interrupted', 'diverged', 'failed', 'unreadable'] as const;

const overviewShape: Shape<RunOverview> = object({
  id: text,
  status: oneOf(...statuses),
  fault: nullable(text),
  started: nullable(text),
  updated: nullable(text),
  message: nullable(text),
  model: nullable(text),
  engine: nullable(text),
  bestTestAccuracy: maybe,
  progress: progressShape,
});

const stepShape: Shape<StepPoint> = object({
  epoch: number,
  step: number,
  loss: maybe,
  accuracy: maybe,
  lr: maybe,
  imagesPerSecond: maybe,
});

const epochShape: Shape<EpochPoint> = object({
  epoch: number,
  trainLoss: maybe,
  trainAccuracy: maybe,
  testLoss: maybe,
  testAccuracy: maybe,
  seconds: maybe,
});

const metricsShape: Shape<MetricsUpdate> = object({
  run: text,
  isWhole: truth,
  steps: listOf(stepShape),
  epochs: listOf(epochShape),
  unreadableLines: count,
  shareRead: number,
});

export const eventShapes: { readonly [Name in keyof StudioEvents]: Shape<StudioEvents[Name]> } = {
  runs: listOf(overviewShape),
  metrics: metricsShape,
  gone: object({ run: text }),
};

const scoreFields = { precision: number, recall: number, f1: number };
const scoresShape: Shape<Scores> = object(scoreFields);
const classShape: Shape<NamedClassScores> = object({ ...scoreFields, name: text, support: count });
const mistakeShape: Shape<Mistake> = object({ index: count, label: count, predicted: count, probability: number });

/** Of another version fields may mean something else. */
const versionOne: Shape<1> = exactly(1);

export const evaluationShape: Shape<ClassificationReport> = object<ClassificationReport>(
  {
    version: versionOne,
    dataset: object({ name: text, sha256: text, images: count }),
    classNames: listOf(text, { most: mostClasses }),
    accuracy: number,
    loss: maybe,
    confusionMatrix: listOf(listOf(count)),
    classes: listOf(classShape),
    macroAverage: scoresShape,
    weightedAverage: scoresShape,
    mistakes: listOf(mistakeShape, { most: mostMistakes }),
  },
  doesNotFit,
);

/** What no field says by itself. */
function doesNotFit({ classNames, confusionMatrix, classes, mistakes }: ClassificationReport): Fault | undefined {
  const { length } = classNames;
  const rows = [confusionMatrix, ...confusionMatrix, classes];
  if (rows.some((row) => row.length !== length)) {
    return { place: '', reason: `classNames has ${length} classes, confusionMatrix or classes others` };
  }
  const stray = mistakes.findIndex(({ label, predicted }) => label >= length || predicted >= length);
  return stray === -1 ? undefined : { place: `mistakes[${stray}]`, reason: 'is of a class that classNames has not' };
}

export const detailsShape: Shape<RunDetails> = object({
  id: text,
  config: nullable(anyObject),
  environment: nullable(anyObject),
  evaluation: nullable(evaluationShape),
  summary: nullable(text),
  faults: recordOf(text),
  weights: listOf(oneOf('best', 'last')),
  hasReport: truth,
});

const shapeOfValue = listOf(count);
const pathShape: Shape<BlockPath> = object({ path: text, shape: shapeOfValue, layers: listOf(text) });
const blockShape: Shape<Block> = object({ path: text, shape: shapeOfValue, paths: listOf(pathShape) });

export const modelShape: Shape<RunModel> = object({
  weights: oneOf('best', 'last'),
  version: text,
  imageSize: countUpTo(largestImage),
  classNames: listOf(text),
  bytes: count,
  blocks: listOf(blockShape),
});

export const datasetShape: Shape<DatasetFacts> = object({
  name: text,
  count,
  rows: countUpTo(largestImage),
  columns: countUpTo(largestImage),
  classNames: listOf(text),
});

const imageShape = tuple<readonly [number, number, number]>(count, count, count);

export const networkNamesShape: Shape<readonly NetworkName[]> = listOf(object({ name: text, imageShape }));

const windowShape: Shape<NetworkWindow> = object({
  kernel: shapeOfValue,
  stride: shapeOfValue,
  padding: shapeOfValue,
});

const callFields = { id: text, path: text, className: text, call: count, parent: nullable(text) };
const valueFields = { inputShapes: listOf(shapeOfValue), outputShape: shapeOfValue };

const layerShape: Shape<NetworkLayer> = object({
  ...callFields,
  ...valueFields,
  operations: listOf(text),
  parameters: count,
  sharedParameters: count,
  multiplyAdds: count,
  window: nullable(windowShape),
});

const moduleShape: Shape<NetworkModule> = object({ ...callFields, ...valueFields });
const edgeShape: Shape<NetworkEdge> = object({ from: text, to: text });
const totalsShape: Shape<NetworkTotals> = object({ parameters: count, unusedParameters: count, multiplyAdds: count });

export const networkShape: Shape<NetworkDescription> = object<NetworkDescription>(
  {
    name: text,
    imageShape,
    modules: listOf(moduleShape),
    layers: listOf(layerShape),
    edges: listOf(edgeShape),
    output: text,
    totals: totalsShape,
  },
  isOutOfOrder,
);

/** Whoever walks from a layer to what it stands in, or reads, is to come to an end. */
function isOutOfOrder({ modules, layers, edges, output }: NetworkDescription): Fault | undefined {
  const known = new Map<string | null, number>([[imageId, -1]]);
  for (const [list, parts] of Object.entries({ modules, layers })) {
    for (const [index, { id, parent }] of parts.entries()) {
      const place = `${list}[${index}]`;
      if (known.has(id)) return { place, reason: `there are two of the id '${id}'` };
      if (parent !== null && !known.has(parent))
        return { place, reason: `stands in '${parent}', which is not before it` };
      known.set(id, known.size);
    }
  }
  const position = (id: string) => known.get(id) ?? Number.NaN;
  const stray = edges.findIndex(({ from, to }) => !(position(from) < position(to)));
  if (stray !== -1) return { place: `edges[${stray}]`, reason: 'does not lead from a layer to a later one' };
  return known.has(output) ? undefined : { place: 'output', reason: `there is no layer '${output}'` };
}

/** Of times that are none, no share can be computed. */
const time: Shape<number> = {
  faultOf: (value) =>
    number.faultOf(value) ?? ((value as number) < 0 ? { place: '', reason: 'is below 0' } : undefined),
};

export const profileShape: Shape<MeasuredProfile> = object({
  name: text,
  mode: text,
  engine: text,
  layers: listOf(object({ module: text, kind: text, milliseconds: time })),
});

export const profilesShape: Shape<readonly MeasuredProfile[]> = listOf(profileShape);
