// The pictures that are meant: files as they were given, and of folders all pictures in them.
import { statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { listFolder } from '../../data/image-folder/list-folder.ts';

/** @returns paths as they were given, or going on from that. @throws DataError for a folder that cannot be read */
export function listPictures(words: readonly string[], workingDirectory: string): readonly string[] {
  return words.flatMap((word) => {
    const path = resolve(workingDirectory, word);
    return isFolder(path) ? picturesIn(path, word).map((file) => join(word, relative(path, file))) : [word];
  });
}

function picturesIn(folder: string, shown: string): readonly string[] {
  const { folders, pictures } = listFolder(folder, shown);
  const below = folders.flatMap(({ name, location }) =>
    // A link to another folder, or back to this one, is not followed.
    location === join(folder, name) ? picturesIn(location, join(shown, name)) : [],
  );
  return [...pictures.map(({ name }) => join(folder, name)), ...below];
}

/** What does not exist, or cannot be looked at, is told when it is read. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
