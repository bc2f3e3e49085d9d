// A traced model as plain data, for drawing: its layers, what flows between them, and the modules they stand in.
// Types and a name alone, so that the page can import them. Shapes are those of one image, without the batch.

/** Start of the edges that bring the image in. No layer has this id. */
export const imageId = ':image';

/** A traced model as plain data. */
export interface NetworkDescription {
  /** The model's class. */
  readonly name: string;
  /** C, H, W. */
  readonly imageShape: readonly [number, number, number];
  /** The calls that call others, in order of calls: the model first. A call stands behind the one that makes it. */
  readonly modules: readonly NetworkModule[];
  /** In the order in which they are computed: a layer stands behind all that it reads. */
  readonly layers: readonly NetworkLayer[];
  readonly edges: readonly NetworkEdge[];
  /** The layer whose value is the model's; `imageId` if the model gives the image back. */
  readonly output: string;
  readonly totals: NetworkTotals;
}

/** Sums over all layers. */
export interface NetworkTotals {
  /** Elements of all parameters of the model, each counted once. */
  readonly parameters: number;
  /** Elements of parameters that no layer reads, by which the sum over the layers is smaller. */
  readonly unusedParameters: number;
  /** For one image. */
  readonly multiplyAdds: number;
}

/** One call of a module; a module that is called twice is here twice. */
export interface NetworkModule {
  /** The module's path, followed by `#2` for its second call. Unique among the ids of layers and calls. */
  readonly id: string;
  /** E.g. `model.8.channel2`; `''` for the model itself. */
  readonly path: string;
  readonly className: string;
  /** From 1. */
  readonly call: number;
  /** Id of the call that makes this one; null for the model. */
  readonly parent: string | null;
  readonly inputShapes: readonly (readonly number[])[];
  readonly outputShape: readonly number[];
}

/** A call of a module that calls no others, or one operation in the `forward` of a module that does. */
export interface NetworkLayer {
  /** Like a module's; an operation between modules adds its name: `model.8:concat`. */
  readonly id: string;
  /** Path of the module that computes the layer, as in profiles and errors. */
  readonly path: string;
  /** Class of that module. */
  readonly className: string;
  readonly call: number;
  /** Id of the module in `modules` that it stands in; null where the model itself is one layer. */
  readonly parent: string | null;
  /** Names of the graph's operations, in order. */
  readonly operations: readonly string[];
  /** Shapes of the values that it reads from other layers, or of the image. */
  readonly inputShapes: readonly (readonly number[])[];
  readonly outputShape: readonly number[];
  /** Elements of the parameters that it reads; one that an earlier layer reads too is counted there. */
  readonly parameters: number;
  /** Elements of the parameters that are counted at an earlier layer. */
  readonly sharedParameters: number;
  /** As the operations declare them, and one for each bias that is added: `googlenet summary` counts so. */
  readonly multiplyAdds: number;
  /** The window that the layer slides over rows and columns; null if it slides none, or several. */
  readonly window: NetworkWindow | null;
}

/** The window of a convolution or a pooling, in rows and columns. */
export interface NetworkWindow {
  /** Each [rows, columns]. */
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
}

/** A value that flows from one layer to another. */
export interface NetworkEdge {
  /** Id of a layer, or `imageId`. */
  readonly from: string;
  readonly to: string;
}
