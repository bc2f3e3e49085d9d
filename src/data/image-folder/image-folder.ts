// A folder of pictures, found and decoded: which files can be used, which cannot and why, and datasets of any of them.
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { ImageDataset, Labels } from '../dataset.ts';
import type { DividedFile } from './divide-files.ts';
import type { PictureSize } from './image-index.ts';
import { type OpenImagesOptions, openImages } from './open-images.ts';
import { type FolderFile, type FolderScan, type LeftOut, scanFolder } from './scan-folder.ts';

/** A picture that can be used. */
export interface UsableFile extends DividedFile, PictureSize {
  /** Among the images of all files. */
  readonly place: number;
}

export interface ImageFolder {
  readonly scan: FolderScan;
  readonly files: readonly UsableFile[];
  /** In the order of the files. */
  readonly leftOut: readonly LeftOut[];
  /** Undefined where the images are in memory. */
  readonly cachePath: string | undefined;
  /**
   * @param indices into `files`
   * @param part for the name
   */
  readonly dataset: (indices: Uint32Array, part: string) => ImageDataset;
  /** Datasets cannot be read any more. */
  readonly close: () => void;
}

export interface ImageFolderOptions extends OpenImagesOptions {
  /** What to call the folder in errors. Default: its path. */
  readonly shownName?: string;
}

/** @throws DataError where the folder holds no classes, or its images fit nowhere; the signal's reason */
export async function openImageFolder(
  directory: string,
  { shownName = directory, ...options }: ImageFolderOptions,
): Promise<ImageFolder> {
  const scan = await scanFolder(directory, shownName);
  const { form, margin } = options;
  const { index, source, cachePath, close } = await openImages(scan.files, options);
  const files: UsableFile[] = [];
  const leftOut: LeftOut[] = [...scan.leftOut];
  for (const [place, { path, part, label }] of scan.files.entries()) {
    const omission = index.omissions.get(place);
    if (omission !== undefined) leftOut.push({ file: path, reason: omission.reason });
    else files.push({ path, part, label, place, sha256: index.sha256(place), ...index.size(place) });
  }
  return {
    scan,
    files,
    leftOut,
    cachePath,
    dataset: (indices, part) => ({
      name: `${basename(directory)}/${part}`,
      count: indices.length,
      channels: form.channels,
      rows: form.rows + 2 * margin,
      columns: form.columns + 2 * margin,
      margin,
      images: { readInto: (image, target) => source.readInto(files[indices[image]].place, target) },
      labels: labelsOf(files, indices, scan.classNames.length),
      classNames: scan.classNames,
      sha256: hashOf(scan.classNames, files, indices),
    }),
    close,
  };
}

function labelsOf(files: readonly Pick<FolderFile, 'label'>[], indices: Uint32Array, classCount: number): Labels {
  const labels = indices.map((index) => files[index].label);
  if (classCount <= 2 ** 8) return Uint8Array.from(labels);
  return classCount <= 2 ** 16 ? Uint16Array.from(labels) : labels;
}

/** The content: what the classes are called, and which picture is what. */
function hashOf(classNames: readonly string[], files: readonly UsableFile[], indices: Uint32Array): string {
  const hash = createHash('sha256').update(JSON.stringify(classNames));
  for (const index of indices) hash.update(`\n${files[index].label} ${files[index].sha256}`);
  return hash.digest('hex');
}
