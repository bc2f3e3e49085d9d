// What there is to know of a folder of pictures before a training: what it holds, what will be left out, what looks like a
// mistake, and what a training could not start with. Plain data; what is said of it is the command line's business.
import type { Part } from '../../metrics/metric-table.ts';
import { parts as allParts } from '../dataset-table.ts';
import type { ImageFolder, UsableFile } from './image-folder.ts';
import type { PictureSize } from './image-index.ts';
import type { LeftOut } from './scan-folder.ts';

/** Classes with fewer training images are worth a word. */
export const fewImages = 10;

export interface ClassCheck {
  readonly name: string;
  /** Number of usable images in each part that there is. */
  readonly images: { readonly [P in Part]?: number };
}

/** One picture in several places. */
export interface Duplicate {
  /** `parts` is worse: what is tested was learned. */
  readonly across: 'parts' | 'classes';
  readonly files: readonly string[];
}

export type FolderProblem =
  | { readonly kind: 'no-images' }
  | { readonly kind: 'one-class'; readonly className: string }
  /** Classes without a training image. */
  | { readonly kind: 'empty-classes'; readonly classNames: readonly string[] }
  /** Val or test without a picture. */
  | { readonly kind: 'empty-part'; readonly part: Part };

export interface FolderCheck {
  readonly directory: string;
  /** `classes`: all images are counted as train, and validation is still to be split off. */
  readonly layout: 'classes' | 'parts';
  readonly parts: readonly Part[];
  readonly classes: readonly ClassCheck[];
  readonly images: { readonly [P in Part]?: number };
  /** Sizes of the pictures, turned upright, compared by their number of pixels. */
  readonly sizes:
    | { readonly smallest: PictureSize; readonly median: PictureSize; readonly largest: PictureSize }
    | undefined;
  readonly leftOut: readonly LeftOut[];
  /** Files in class folders that are called like no picture. */
  readonly otherFiles: number;
  /** Pictures beside the class folders. */
  readonly withoutClass: number;
  /** Folders beside those of the parts. */
  readonly otherFolders: readonly string[];
  /** Fewer than 10 training images, and at least one. */
  readonly smallClasses: readonly { readonly name: string; readonly images: number }[];
  /** The largest class's training images to the smallest's; undefined where there are no images. */
  readonly imbalance: number | undefined;
  /** Names that differ in upper and lower case alone. */
  readonly similarNames: readonly (readonly string[])[];
  readonly duplicates: readonly Duplicate[];
  /** What keeps a training from starting; none where it can. */
  readonly problems: readonly FolderProblem[];
}

export function checkFolder({ scan, files, leftOut }: Pick<ImageFolder, 'scan' | 'files' | 'leftOut'>): FolderCheck {
  const { directory, layout, parts, classNames, otherFiles, withoutClass, otherFolders } = scan;
  const counts = countImages(files, classNames.length);
  const countsOf = (count: (part: Part) => number) => Object.fromEntries(parts.map((part) => [part, count(part)]));
  const classes = classNames.map((name, label) => ({ name, images: countsOf((part) => counts[part][label]) }));
  const images = countsOf((part) => counts[part].reduce((sum, count) => sum + count, 0));
  const filled = counts.train.filter((count) => count > 0);
  const [least, most] = filled.reduce(
    ([low, high], count) => [Math.min(low, count), Math.max(high, count)],
    [Infinity, 0],
  );
  return {
    ...{ directory, layout, parts, classes, images, sizes: sizesOf(files), leftOut },
    ...{ otherFiles, withoutClass, otherFolders },
    smallClasses: classes.flatMap(({ name }, label) => {
      const count = counts.train[label];
      return count > 0 && count < fewImages ? [{ name, images: count }] : [];
    }),
    imbalance: most === 0 ? undefined : most / least,
    similarNames: similarNames(classNames),
    duplicates: findDuplicates(files),
    problems: findProblems(classes, images, parts),
  };
}

function countImages(files: readonly UsableFile[], classCount: number): Readonly<Record<Part, readonly number[]>> {
  const none = () => new Array<number>(classCount).fill(0);
  const counts = { train: none(), val: none(), test: none() };
  for (const { part, label } of files) counts[part][label]++;
  return counts;
}

function sizesOf(files: readonly UsableFile[]): FolderCheck['sizes'] {
  if (files.length === 0) return undefined;
  const sorted = files
    .map(({ rows, columns }) => ({ rows, columns }))
    .sort((a, b) => a.rows * a.columns - b.rows * b.columns);
  const at = (place: number) => sorted[Math.floor(place)];
  return { smallest: at(0), median: at((sorted.length - 1) / 2), largest: at(sorted.length - 1) };
}

function similarNames(classNames: readonly string[]): readonly (readonly string[])[] {
  return groupBy(classNames, (name) => name.toLowerCase()).filter((names) => names.length > 1);
}

function findDuplicates(files: readonly UsableFile[]): readonly Duplicate[] {
  return groupBy(files, ({ sha256 }) => sha256).flatMap((same): Duplicate[] => {
    const differ = (of: (file: UsableFile) => unknown) => same.some((file) => of(file) !== of(same[0]));
    const across = differ(({ part }) => part) ? 'parts' : differ(({ label }) => label) ? 'classes' : undefined;
    return across === undefined ? [] : [{ across, files: same.map(({ path }) => path) }];
  });
}

function findProblems(
  classes: readonly ClassCheck[],
  images: FolderCheck['images'],
  parts: readonly Part[],
): readonly FolderProblem[] {
  if (images.train === 0) return [{ kind: 'no-images' }];
  const empty = classes.filter(({ images }) => images.train === 0).map(({ name }) => name);
  return [
    ...(classes.length === 1 ? [{ kind: 'one-class', className: classes[0].name } as const] : []),
    ...(empty.length > 0 ? [{ kind: 'empty-classes', classNames: empty } as const] : []),
    ...allParts
      .filter((part) => parts.includes(part) && images[part] === 0)
      .map((part) => ({ kind: 'empty-part', part }) as const),
  ];
}

/** In the order of their first members. */
function groupBy<Value>(values: readonly Value[], keyOf: (value: Value) => string): readonly (readonly Value[])[] {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return [...groups.values()];
}
