// The dataset that a run learned from, as it was divided then; or another folder, for weights that are tested on it.
import { type DataHost, type OpenedData, openData } from '../data/dataset-table.ts';
import { type FileList, readFileList } from '../data/image-folder/file-list.ts';
import type { Task } from '../tasks/task.ts';
import { isThere } from './reading.ts';
import { RunFolder } from './run-folder.ts';
import { dataOfRun, type RunData } from './run-weights.ts';

export interface RunDataset {
  readonly data: OpenedData;
  /** Images of each part that the run was limited to. */
  readonly limits: RunData['limits'];
}

/** Which pictures a run learns from. @returns undefined where it learns from no folder. @throws DataError */
export function findFileList({ files }: RunFolder): FileList | undefined {
  return isThere(files) ? readFileList(files) : undefined;
}

/** @param run undefined for weights by themselves. @throws DataError for a dataset that is gone or has changed */
export async function openRunData(task: Task, run: string | undefined, host: DataHost): Promise<RunDataset> {
  const { limits, ...request } = dataOfRun(run);
  const list = run === undefined ? undefined : findFileList(new RunFolder(run));
  const data = await openData(task.data, { ...request, form: task.input.form, list }, host);
  return { data, limits };
}

/** @param path of a folder of pictures, absolute: its images are prepared as the network learned them, and its classes found by name */
export async function openOtherData({ input, classNames }: Task, path: string, host: DataHost): Promise<RunDataset> {
  const choice = { name: 'folder', path } as const;
  // The network learned from none of these images, so none is kept apart for validation.
  return { data: await openData(choice, { form: input.form, seed: 0, valSplit: 0, classNames }, host), limits: {} };
}
