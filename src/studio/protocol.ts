// What the studio's server and its page say to each other: the JSON of the requests below, and the events of the stream.
// Types alone, so that both sides can import them; protocol-shapes.ts has their forms, by which they are checked. Losses are means over images, accuracies fractions; null stands for
// what is not known or not a finite number.
//
//   GET  /api/events?run=ID&run=ID    server-sent events: `runs`, `metrics`, `gone` (see StudioEvents)
//   GET  /api/options                 readonly RunOptions[], of all runs whose configuration can be read
//   GET  /api/runs/ID                 RunDetails
//   GET  /api/runs/ID/model?weights=best|last        RunModel; without `weights`, the best if it has them, else the last
//   GET  /api/runs/ID/weights?weights=best|last      RunWeights, for the network view; chosen alike
//   GET  /api/runs/ID/model.onnx?weights=best|last   for the playground: input [N, C, H, W], outputs `logits` and one for
//                                     each block and each path of a block, named by its module, e.g. `model.8.channel2`
//   GET  /api/runs/ID/network         NetworkDescription of the run's own, with its channels and classes
//   GET  /api/runs/ID/files/PATH      a file of the run's folder
//   GET  /api/runs/ID/dataset         DatasetFacts: the images that the run is tested on
//   GET  /api/runs/ID/labels          of each of these images, a u32, little-endian
//   GET  /api/runs/ID/images?index=3&index=7   of the same, one behind the other: the label, then
//                                     channels × rows × columns bytes
//   POST /api/runs/ID/picture?invert=auto|yes|no   a picture as body, of any format that `googlenet predict` reads → a byte,
//                                     1 if it was inverted, then channels × rows × columns bytes of the run's form
//   POST /api/runs/ID/note            NoteChange; to be read again by the events
//   POST /api/runs/ID/rename          RunRename
//   POST /api/runs/ID/delete          → MovedRun
//   GET  /api/studio                  StudioFacts
//   GET  /api/networks                readonly NetworkName[]
//   GET  /api/networks/NAME           NetworkDescription (see network/network-description.ts)
//   GET  /api/profiles                readonly MeasuredProfile[]
// Whatever fails answers a Failure.

import type { ClassificationReport } from '../evaluation/classification-report.ts';
import type { ShownConfusion } from '../evaluation/most-confused.ts';
import type { Block } from '../export/list-blocks.ts';
import type { NetworkInput } from '../images/image-form.ts';
import type { EpochPoint, StepPoint } from '../metrics/epoch-record.ts';
import type { RunStatus } from '../runs/run-state.ts';

/** Body of every answer that is not 2xx. */
export interface Failure {
  /** Stable, e.g. `RUN_NOT_FOUND`. */
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** A row of the list of runs. */
export interface RunOverview {
  /** The folder's name; of packaged weights one with a `/`. */
  readonly id: string;
  /** `imported`: weights that were trained elsewhere; `packaged`: that come with the program. `unreadable`: `fault` says why. */
  readonly status: RunStatus | 'imported' | 'packaged' | 'unreadable';
  readonly fault: string | null;
  /** ISO 8601: of the first start; when the state was last written. */
  readonly started: string | null;
  readonly updated: string | null;
  /** Why it diverged or failed. */
  readonly message: string | null;
  readonly model: string | null;
  /** As people call what it learns from. */
  readonly dataset: string | null;
  /** Whether it is what the tutorial trains, so that its curve can be compared. */
  readonly isTutorials: boolean;
  /** Name and version, e.g. `onednn 2.6.3`. */
  readonly engine: string | null;
  /** note.txt; empty where there is none. */
  readonly note: string;
  /** Whether it can be tried. */
  readonly hasWeights: boolean;
  /** On the images that its epochs are judged by. */
  readonly bestAccuracy: number | null;
  readonly progress: RunProgress;
}

export interface RunProgress {
  /** Epochs done, and those that were asked for. */
  readonly epochsDone: number;
  readonly epochs: number | null;
  /** Steps of the epoch under way that are done, 0 between epochs; then the steps of an epoch. */
  readonly step: number;
  readonly stepsPerEpoch: number | null;
  /** Speed at the last logged step. */
  readonly imagesPerSecond: number | null;
  /** Seconds to the end of the training, tests included; null when it is not running. */
  readonly secondsLeft: number | null;
}

/** Lines of a run's metrics.jsonl. Of very many steps those that a chart can show: of each piece the lowest and the highest. */
export interface MetricsUpdate {
  readonly run: string;
  /** Whether these are all lines, in place of what was told before: at first, and when the file was written anew. */
  readonly isWhole: boolean;
  readonly steps: readonly StepPoint[];
  readonly epochs: readonly EpochPoint[];
  /** Whole lines so far that could not be understood, and are left out. */
  readonly unreadableLines: number;
  /** Below 1 while a long file is read. */
  readonly shareRead: number;
}

/** By name of the server-sent event; `data` is the JSON. */
export interface StudioEvents {
  /** All runs of the folder, the newest first; again whenever one of them changes. */
  readonly runs: readonly RunOverview[];
  /** Metrics of the runs that the stream was asked for. */
  readonly metrics: MetricsUpdate;
  /** A run that the stream was asked for has no folder (any more). It is followed again if it comes back. */
  readonly gone: { readonly run: string };
}

export type OptionValue = string | number | boolean | null;

/** The options of a run, as config.json has them. */
export interface RunOptions {
  readonly id: string;
  readonly options: Readonly<Record<string, OptionValue>>;
}

/** What the page may do, and what it says of the program. */
export interface StudioFacts {
  /** How people call it where it was started, e.g. `npx googlenet`. */
  readonly program: string;
  /** Whether runs are for reading alone. */
  readonly isReadOnly: boolean;
}

/** An empty text takes the note away. */
export interface NoteChange {
  readonly text: string;
  /** As it was when somebody began to write: what was changed meanwhile is not written over. */
  readonly before: string;
}

export interface RunRename {
  /** Name of the folder from now on. */
  readonly name: string;
}

export interface MovedRun {
  /** Where its folder lies now, from the folder of the runs. */
  readonly movedTo: string;
}

/** What a run's page shows beside its curves; each part null where its file is missing or cannot be shown. */
export interface RunDetails {
  readonly id: string;
  /** config.json */
  readonly config: Readonly<Record<string, unknown>> | null;
  /** environment.json */
  readonly environment: Readonly<Record<string, unknown>> | null;
  /** evaluation.json; its confusion matrix may be too large to be shown whole. */
  readonly evaluation: ShownEvaluation | null;
  /** summary.txt */
  readonly summary: string | null;
  /** By the name of a file that is there: why it cannot be shown. */
  readonly faults: Readonly<Record<string, string>>;
  /** Weights that are there. */
  readonly weights: readonly ('best' | 'last')[];
  readonly hasReport: boolean;
}

export interface ShownEvaluation extends Omit<ClassificationReport, 'confusionMatrix'> {
  readonly confusion: ShownConfusion;
}

/** What the playground must know of a run's weights beside the ONNX model. */
export interface RunModel {
  /** Which they are. */
  readonly weights: 'best' | 'last';
  /** Changes with the weights. */
  readonly version: string;
  /** How a picture becomes the network's input. */
  readonly input: NetworkInput;
  readonly classNames: readonly string[];
  /** Bytes of the weights; those of the model differ by some thousands. */
  readonly bytes: number;
  /** Blocks of parallel paths, in order; the paths of both are names of the model's outputs. */
  readonly blocks: readonly Block[];
}

/** What can be drawn of a run's weights. */
export interface RunWeights {
  /** Which they are. */
  readonly weights: 'best' | 'last';
  /** In the order of the network. */
  readonly tensors: readonly TensorSummary[];
  /** Filters of the first convolutions whose window is larger than one pixel. */
  readonly filters: readonly LayerFilters[];
}

export interface TensorSummary {
  /** As in the state_dict: the module's path, and what it is to it. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly std: number;
  /** How many values lie in each of equal parts between `min` and `max`. */
  readonly counts: readonly number[];
}

export interface LayerFilters {
  /** The tensor's name. */
  readonly name: string;
  /** Shape of the filters that are sent, the first ones: [filters, channels, rows, columns]. */
  readonly shape: readonly number[];
  /** How many the layer has. */
  readonly filters: number;
  readonly channels: number;
  /** The largest magnitude of a value. */
  readonly largest: number;
  /** A byte for each value, in base64: 128 is 0, 255 is `largest`, 1 its opposite. */
  readonly levels: string;
}

export interface DatasetFacts {
  readonly name: string;
  readonly count: number;
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
  readonly classNames: readonly string[];
}

export interface NetworkName {
  readonly name: string;
  /** Shape of one image: C, H, W. */
  readonly imageShape: readonly [number, number, number];
}

/** A file `profile*.json` of the runs' folder or of a run: what `googlenet bench --profile --json` printed. */
export interface MeasuredProfile {
  /** Its path from the runs' folder. */
  readonly name: string;
  /** Whether of training steps or of inference. */
  readonly mode: string;
  readonly engine: string;
  readonly layers: readonly { readonly module: string; readonly kind: string; readonly milliseconds: number }[];
}
