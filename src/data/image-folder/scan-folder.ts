// Finds the pictures of a folder, DIR/CLASS/* or DIR/{train,val,test}/CLASS/*, as torchvision's ImageFolder does: folders
// in a class are walked, links followed, files sorted by folder and then by name. No picture is opened, nothing is written.
// see: torchvision/datasets/folder.py. Unlike it: what is hidden is left out, and a folder that links lead to again is
// walked once for each class, so that loops end.
import { realpathSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { DataError } from '../../errors/data-error.ts';
import { reasonOf } from '../../errors/reason-of.ts';
import type { Part } from '../../metrics/metric-table.ts';
import { countOf } from '../../metrics/print-count.ts';
import { compareCodePoints } from './code-point-order.ts';
import { type FolderEntry, type FolderListing, listFolder } from './list-folder.ts';

/** In this order: the first decides which classes there are. */
export const folderParts = ['train', 'val', 'test'] as const satisfies readonly Part[];

export interface FolderFile {
  /** Below the folder, with `/`, as the system spells it. */
  readonly path: string;
  /** `train` for all of them where the folder has no parts. */
  readonly part: Part;
  /** Index into the class names. */
  readonly label: number;
  /** Absolute, without links. */
  readonly location: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

export interface LeftOut {
  /** Below the folder, with `/`. */
  readonly file: string;
  readonly reason: string;
}

export interface FolderScan {
  /** As people call it. */
  readonly directory: string;
  readonly layout: 'classes' | 'parts';
  readonly parts: readonly Part[];
  /** In NFC, by code point. */
  readonly classNames: readonly string[];
  /** By part, then by class, then by folder and name. */
  readonly files: readonly FolderFile[];
  /** Links to nothing and the like: they have a picture's name, but nothing can be read. */
  readonly leftOut: readonly LeftOut[];
  /** Files in class folders with other endings. */
  readonly otherFiles: number;
  /** Pictures beside the class folders: they have no class. */
  readonly withoutClass: number;
  /** Folders beside those of the parts. */
  readonly otherFolders: readonly string[];
}

/**
 * @param shownName what to call it in errors
 * @throws DataError where it is no folder, may not be read, or holds no classes
 */
export async function scanFolder(directory: string, shownName = directory): Promise<FolderScan> {
  return new Scanner(directory, shownName).scan();
}

const partNames: ReadonlyMap<string, Part> = new Map([
  ['train', 'train'],
  ['val', 'val'],
  ['valid', 'val'],
  ['test', 'test'],
]);
/** What people call parts, ours and others: never classes when there is nothing else. */
const looksLikePart = /^(train(ing)?|val(id(ation)?)?|dev|test(ing)?)$/i;

interface PartFolder extends FolderListing {
  readonly part: Part;
  /** Below the folder: '' or the part's name. */
  readonly path: string;
}

interface NamedPart extends FolderEntry {
  readonly part: Part;
}

class Scanner {
  readonly #location: string;
  readonly #directory: string;
  readonly #files: FolderFile[] = [];
  readonly #leftOut: LeftOut[] = [];
  #otherFiles = 0;

  constructor(location: string, directory: string) {
    this.#location = location;
    this.#directory = directory;
  }

  async scan(): Promise<FolderScan> {
    const root = listFolder(realPath(this.#location, this.#directory), this.#directory);
    const partFolders = this.#findParts(root);
    const listings: readonly PartFolder[] =
      partFolders.length === 0
        ? [{ ...root, part: 'train', path: '' }]
        : partFolders.map(({ name, location, part }) => ({
            ...listFolder(location, this.#shown(name)),
            part,
            path: name,
          }));
    const classNames = this.#nameClasses(listings[0]);
    const labels = new Map(classNames.map((name, label) => [name, label]));
    for (const listing of listings) await this.#readPart(listing, labels);
    const topLevels = partFolders.length === 0 ? [root] : [root, ...listings];
    return {
      directory: this.#directory,
      layout: partFolders.length === 0 ? 'classes' : 'parts',
      parts: listings.map(({ part }) => part),
      classNames,
      files: this.#files,
      leftOut: this.#leftOut,
      otherFiles: this.#otherFiles,
      withoutClass: topLevels.reduce((sum, { pictures }) => sum + pictures.length, 0),
      otherFolders: partFolders.length === 0 ? [] : namesOf(root).filter((name) => !partNames.has(name)),
    };
  }

  /** @returns those that there are, train first; none where the folders are classes, one of which may well be `train` */
  #findParts({ folders }: FolderListing): readonly NamedPart[] {
    const found = folderParts.flatMap((part) =>
      folders.filter(({ name }) => partNames.get(name) === part).map((entry) => ({ ...entry, part })),
    );
    if (found[0]?.name === 'train' && (found.length > 1 || folders.length === 1)) {
      if (found[1]?.name === 'val' && found[2]?.name === 'valid') {
        throw new DataError(`${this.#directory}: has val and valid`, { hint: 'keep one of them for validation' });
      }
      return found;
    }
    if (folders.length > 0 && folders.every(({ name }) => looksLikePart.test(name))) {
      throw new DataError(`${this.#directory}: has only ${namesOf({ folders }).join(', ')}, which look like parts`, {
        hint: 'name the parts train, val (or valid) and test; train has to be there',
      });
    }
    return [];
  }

  #nameClasses({ folders, path, pictures }: PartFolder): readonly string[] {
    const spelt = new Map<string, string>();
    for (const { name } of folders) {
      const other = spelt.get(name.normalize('NFC'));
      if (other !== undefined) {
        throw new DataError(
          `${this.#shown(path)}: two classes have one name, '${other}' (${codePoints(other)}) and '${name}' (${codePoints(name)})`,
          { hint: 'their letters are composed differently: rename one of the folders' },
        );
      }
      spelt.set(name.normalize('NFC'), name);
    }
    if (spelt.size === 0) {
      const found = pictures.length === 0 ? 'no folders' : `${countOf(pictures.length, 'picture')} but no folders`;
      throw new DataError(`${this.#shown(path)}: has ${found}`, {
        hint: 'make a folder for each class, called like it, and put its pictures there',
      });
    }
    return [...spelt.keys()].sort(compareCodePoints);
  }

  async #readPart({ folders, part, path, unreadable }: PartFolder, labels: ReadonlyMap<string, number>): Promise<void> {
    this.#leaveOut(path, unreadable);
    const byLabel: [number, FolderEntry][] = [];
    for (const entry of folders) {
      const label = labels.get(entry.name.normalize('NFC'));
      if (label === undefined) {
        throw new DataError(`${this.#shown(below(path, entry.name))}: train has no class of this name`, {
          hint: 'what is not in train cannot be learned: add it there, or take it away here',
        });
      }
      byLabel.push([label, entry]);
    }
    for (const [label, entry] of byLabel.sort(([a], [b]) => a - b)) await this.#readClass(entry, { part, path, label });
  }

  async #readClass(
    entry: FolderEntry,
    { part, path, label }: { readonly part: Part; readonly path: string; readonly label: number },
  ): Promise<void> {
    const walked = new Set<string>();
    const found: { readonly path: string; readonly listing: FolderListing }[] = [];
    const waiting = [{ location: entry.location, path: below(path, entry.name) }];
    for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
      if (walked.has(folder.location)) continue;
      walked.add(folder.location);
      const listing = listFolder(folder.location, this.#shown(folder.path));
      found.push({ path: folder.path, listing });
      for (const { name, location } of listing.folders.toReversed())
        waiting.push({ location, path: below(folder.path, name) });
      // A folder of many folders must not keep the process from hearing a signal.
      await setImmediate();
    }
    for (const { path: folder, listing } of found.sort((a, b) => compareCodePoints(a.path, b.path))) {
      this.#otherFiles += listing.others;
      this.#leaveOut(folder, listing.unreadable);
      for (const { name, location, size, modified } of listing.pictures) {
        this.#files.push({ path: below(folder, name), part, label, location, size, modified });
      }
    }
  }

  #leaveOut(folder: string, unreadable: FolderListing['unreadable']): void {
    for (const { name, reason } of unreadable) this.#leftOut.push({ file: below(folder, name), reason });
  }

  #shown(path: string): string {
    return path === '' ? this.#directory : below(this.#directory.replace(/[/\\]$/, ''), path);
  }
}

function realPath(location: string, shown: string): string {
  try {
    return realpathSync(location);
  } catch (cause) {
    throw new DataError(`${shown}: cannot be read: ${reasonOf(cause)}`, {
      hint: 'give the folder that holds a folder of pictures for each class',
      cause,
    });
  }
}

function below(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function namesOf({ folders }: Pick<FolderListing, 'folders'>): readonly string[] {
  return folders.map(({ name }) => name);
}

/** E.g. `U+0065 U+0301`: the only way to tell equal-looking names apart. */
function codePoints(name: string): string {
  return Array.from(name, (letter) => `U+${letter.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`).join(
    ' ',
  );
}
