// Which file belongs to which part of a training: as the folder says, as a seed decides, or as a run's list has it.
import { DataError } from '../../errors/data-error.ts';
import { OptionError } from '../../errors/option-error.ts';
import type { Part } from '../../metrics/metric-table.ts';
import { splitLabels } from '../split-labels.ts';
import type { FileList } from './file-list.ts';
import type { FolderScan } from './scan-folder.ts';

/** Indices into the files, ascending; a part that there is not is left out. */
export type Division = { readonly [P in Part]?: Uint32Array };

/** Default share of validation images in a folder `DIR/CLASS/*`. */
export const usualValSplit = 0.2;

export interface DivideOptions {
  /** The fraction of each class that validation gets. Default: 0.2 where the folder has no parts, else none. */
  readonly valSplit?: number;
  readonly seed: number;
}

/** A file that can be used, with the SHA-256 of its bytes. */
export interface DividedFile {
  readonly path: string;
  readonly part: Part;
  readonly label: number;
  readonly sha256: string;
}

/** @throws OptionError where validation would be split off although the folder has some */
export function divideFiles(
  { directory, layout, parts, classNames }: Pick<FolderScan, 'directory' | 'layout' | 'parts' | 'classNames'>,
  files: readonly DividedFile[],
  { valSplit, seed }: DivideOptions,
): Division {
  const fraction = valSplit ?? (layout === 'classes' ? usualValSplit : 0);
  if (fraction > 0 && parts.includes('val')) {
    throw new OptionError(
      `${directory}: has a folder for validation already, and ${fraction} of train was to be kept for it`,
      {
        hint: 'leave out the one or the other',
      },
    );
  }
  const indicesOf = (part: Part) => Uint32Array.from(files.keys()).filter((index) => files[index].part === part);
  const division = Object.fromEntries(parts.map((part) => [part, indicesOf(part)])) as {
    [P in Part]?: Uint32Array;
  };
  const { train } = division;
  if (fraction === 0 || train === undefined) return division;
  const labels = Uint32Array.from(train, (index) => files[index].label);
  const split = splitLabels(labels, classNames.length, fraction, seed);
  const filesOf = (places: Uint32Array) => places.map((place) => train[place]);
  return { ...division, train: filesOf(split.train), val: filesOf(split.val) };
}

/**
 * The division of a run that goes on.
 * @throws DataError naming what is gone, or is not what it was
 */
export function divideAsListed(
  { directory, classNames }: Pick<FolderScan, 'directory' | 'classNames'>,
  files: readonly DividedFile[],
  list: FileList,
): Division {
  const changed = `${directory}: is not what it was when this run began`;
  const hint = 'put it back as it was, or begin a new run';
  if (list.classes.length !== classNames.length || list.classes.some((name, label) => name !== classNames[label])) {
    throw new DataError(`${changed}: the classes were ${list.classes.join(', ')}`, { hint });
  }
  const byPath = new Map(files.map(({ path }, index) => [path, index]));
  const lost: string[] = [];
  const division: { [P in Part]?: Uint32Array } = {};
  for (const part of Object.keys(list.parts) as Part[]) {
    division[part] = Uint32Array.from(list.parts[part] ?? [], ({ file, sha256 }) => {
      const index = byPath.get(file);
      if (index !== undefined && files[index].sha256 === sha256) return index;
      lost.push(`${file} (${index === undefined ? 'gone or unreadable' : 'changed'})`);
      return 0;
    });
  }
  if (lost.length === 0) return division;
  const rest = lost.length > 3 ? ` and ${lost.length - 3} more` : '';
  throw new DataError(`${changed}: ${lost.slice(0, 3).join(', ')}${rest}`, { hint });
}
