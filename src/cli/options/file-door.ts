// The door for files that are named on the command line: one of another kind than is expected here is called what it is, and
// the hint says which command takes it.
import { FormatError } from '../../errors/format-error.ts';
import { type FileFamily, fileAdvice } from '../../formats/file-kind.ts';
import { likelyKind, lookInto } from '../../formats/kind-of-file.ts';
import { lookAt } from './look-at.ts';
import { invalidOption, type UsageError } from './usage-error.ts';

const takers: { readonly [Family in FileFamily]?: (file: string) => string } = {
  safetensors: (file) =>
    `it holds weights: googlenet evaluate ${file}, googlenet predict ${file} IMAGE…, googlenet train --init ${file}`,
  torch: (file) => `make it one of ours first: googlenet import ${file} --out weights.safetensors`,
  onnx: (file) => `an exported model says what pictures show: googlenet predict ${file} IMAGE…`,
  picture: (file) => `a trained network says what it shows: googlenet predict RUN ${file}`,
};

export interface GivenFile {
  /** The option or argument and its value, e.g. `RUN is 'a'`. */
  readonly given: string;
  /** As it was typed. */
  readonly shown: string;
  /** Where there is nothing special to do about the file. */
  readonly hint: string;
}

export interface ExpectedFile {
  /** As it was given, for people. */
  readonly shown: string;
  readonly families: readonly FileFamily[];
  /** E.g. `a .safetensors file`. */
  readonly expected: string;
}

/** For a file that is given in place of a folder. */
export function notAFolder(path: string, { given, shown, hint }: GivenFile): UsageError {
  const { family, called } = likelyKind(path);
  return invalidOption(`${given}, which is ${called}, not a folder`, hintFor(family, shown, hint));
}

/** For a path at which no run is. */
export function noRun(path: string, file: GivenFile): UsageError {
  const stats = lookAt(path, file.given, file.hint);
  if (stats?.isFile()) return notAFolder(path, file);
  const problem = stats === undefined ? 'which does not exist' : 'which holds no run (config.json)';
  return invalidOption(`${file.given}, ${problem}`, file.hint);
}

/**
 * @param path absolute
 * @returns undefined for what cannot be told by its first bytes: its reader says what is wrong with it
 * @throws FormatError for another kind of file, and for one that cannot be read
 */
export function requireFamily(path: string, { shown, families, expected }: ExpectedFile): FileFamily | undefined {
  const { family, called } = lookInto(path, path) ?? {};
  if (family === undefined || families.includes(family)) return family;
  throw new FormatError(`${shown}: is ${called}, not ${expected}`, {
    hint: hintFor(family, shown, `give ${expected}`),
  });
}

function hintFor(family: FileFamily, shown: string, otherwise: string): string {
  return takers[family]?.(shown) ?? fileAdvice[family] ?? otherwise;
}
