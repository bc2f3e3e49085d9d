// Where a task's images come from, as names and types alone: what a dataset does, dataset-table.ts has.

/** Each has a row in dataset-table.ts. */
export const datasetNames = ['fashion-mnist', 'folder'] as const;
/** A dataset that can be named. */
export type DatasetName = (typeof datasetNames)[number];

/** Where a task's images come from. */
export interface DataChoice {
  readonly name: DatasetName;
  /** Path of a folder of pictures, absolute. */
  readonly path?: string | undefined;
}
