// What is in one folder of pictures: folders, files and what cannot be looked at. Links are followed; what systems and
// programs hide (.DS_Store, ._photo.jpg, .git, Thumbs.db) is not there.
import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '../../errors/data-error.ts';
import { reasonOf } from '../../errors/reason-of.ts';
import { isSystemError } from '../../errors/system-error.ts';
import { fileAdvice } from '../../formats/file-kind.ts';
import { likelyKind } from '../../formats/kind-of-file.ts';
import { requireRegularFileSync } from '../../formats/regular-file.ts';
import { pictureEndings } from '../../images/picture-formats.ts';
import { compareCodePoints } from './code-point-order.ts';

export interface FolderEntry {
  readonly name: string;
  /** Absolute, without links. */
  readonly location: string;
}

export interface PictureEntry extends FolderEntry {
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

export interface FolderListing {
  readonly folders: readonly FolderEntry[];
  readonly pictures: readonly PictureEntry[];
  /** Files with other endings. */
  readonly others: number;
  /** Links to nothing, and pipes that are called like pictures. */
  readonly unreadable: readonly { readonly name: string; readonly reason: string }[];
}

const pictureEnding = new RegExp(`\\.(${pictureEndings.join('|')})$`, 'i');
const hidden = /^(\.|(thumbs\.db|desktop\.ini)$)/i;

/**
 * @param location absolute, without links
 * @param shown what to call it in errors
 * @throws DataError where it is no folder, or may not be read
 */
export function listFolder(location: string, shown: string): FolderListing {
  const listing = {
    folders: [] as FolderEntry[],
    pictures: [] as PictureEntry[],
    others: 0,
    unreadable: [] as { name: string; reason: string }[],
  };
  for (const entry of readFolder(location, shown)) {
    const { name } = entry;
    if (hidden.test(name)) continue;
    const isPicture = pictureEnding.test(name);
    try {
      const path = join(location, name);
      const stats = isPicture || entry.isSymbolicLink() ? statSync(path) : undefined;
      const target = () => (entry.isSymbolicLink() ? realpathSync(path) : path);
      if ((stats ?? entry).isDirectory()) listing.folders.push({ name, location: target() });
      else if (stats === undefined || !isPicture) listing.others++;
      else listing.pictures.push(pictureEntry(name, target(), stats));
    } catch (error) {
      listing.unreadable.push({ name, reason: reasonFor(name, error) });
    }
  }
  return listing;
}

function readFolder(location: string, shown: string): readonly Dirent[] {
  try {
    return readdirSync(location, { withFileTypes: true }).sort((a, b) => compareCodePoints(a.name, b.name));
  } catch (cause) {
    if (isSystemError(cause, 'ENOTDIR')) {
      const { family, called } = likelyKind(location);
      throw new DataError(`${shown}: is ${called}, not a folder`, {
        hint: fileAdvice[family] ?? 'give the folder with the folders of the classes',
        cause,
      });
    }
    throw new DataError(`${shown}: cannot be read: ${reasonFor(shown, cause)}`, {
      hint: 'check the path and its permissions',
      cause,
    });
  }
}

function pictureEntry(name: string, location: string, stats: Stats): PictureEntry {
  if (!stats.isFile()) requireRegularFileSync(location);
  return { name, location, size: stats.size, modified: stats.mtimeMs };
}

function reasonFor(name: string, error: unknown): string {
  // Names that are not UTF-8 come with this sign in place of their bytes, and lead nowhere.
  return name.includes('\ufffd') ? 'its name is not UTF-8' : reasonOf(error);
}
