// Where a task's images come from, as its types alone: what a dataset does, dataset-table.ts has.

/** Each has a row in dataset-table.ts. */
export type DatasetName = 'fashion-mnist' | 'folder';

/** Where a task's images come from. */
export interface DataChoice {
  readonly name: DatasetName;
  /** Path of a folder of pictures, absolute. */
  readonly path?: string | undefined;
}
