import type { InMemoryDataset } from '../../src/data/dataset.ts';

export function folderName(className: string): string;

/** FOLDER/CLASS/NNNNN.png, NNNNN being the index of the image. */
export function writeDataset(folder: string, dataset: InMemoryDataset): Promise<void>;
