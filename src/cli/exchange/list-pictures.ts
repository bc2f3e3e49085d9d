// The pictures that are meant: files as they were given, of folders all pictures in them, and what fits a pattern.
import { join, relative, resolve } from 'node:path';
import { listFolder } from '../../data/image-folder/list-folder.ts';
import { pictureEndings } from '../../images/picture-formats.ts';
import { statOf } from '../options/look-at.ts';
import { invalidOption } from '../options/usage-error.ts';
import { expandPattern, isPattern } from './expand-pattern.ts';

/**
 * @returns paths as they were given, or going on from that: first the pictures of a folder, then those of the folders in it
 * @throws UsageError for a folder or a pattern without pictures; DataError for a folder that cannot be read
 */
export function listPictures(words: readonly string[], workingDirectory: string): readonly string[] {
  return words.flatMap((word) => {
    if (!isPattern(word, workingDirectory)) return picturesAt(word, workingDirectory);
    const found = expandPattern(word, workingDirectory).flatMap((path) => picturesAt(path, workingDirectory));
    if (found.length > 0) return [...new Set(found)];
    throw invalidOption(
      `IMAGE… is '${word}', which does not exist, and as a pattern fits nothing`,
      '* is any letters, ? is one, [0-9] is one of these, ** is any folders',
    );
  });
}

function picturesAt(word: string, workingDirectory: string): readonly string[] {
  const path = resolve(workingDirectory, word);
  if (statOf(path)?.isDirectory() !== true) return [word];
  const found = picturesIn(path, word).map((file) => join(word, relative(path, file)));
  if (found.length > 0) return found;
  throw invalidOption(`IMAGE… is '${word}', a folder without pictures`, `they end in ${pictureEndings.join(', ')}`);
}

function picturesIn(folder: string, shown: string): readonly string[] {
  const { folders, pictures } = listFolder(folder, shown);
  const below = folders.flatMap(({ name, location }) =>
    // A link to another folder, or back to this one, is not followed.
    location === join(folder, name) ? picturesIn(location, join(shown, name)) : [],
  );
  return [...pictures.map(({ name }) => join(folder, name)), ...below];
}
