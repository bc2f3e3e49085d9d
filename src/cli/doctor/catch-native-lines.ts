// What native libraries print by themselves while something is done: GPU drivers, Vulkan's loader and Dawn write to file descriptor 2,
// past Node. The doctor shows it among its findings, where it helps, instead of above them.
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import koffi from 'koffi';

export interface Caught<T> {
  readonly result: T;
  /** Each once, in their order. Empty on Windows, and where no file for them can be made: there they go where they always go. */
  readonly lines: readonly string[];
}

/**
 * Whatever else this process writes to its standard error meanwhile is among the lines.
 * @param print takes them should the work fail
 */
export async function catchNativeLines<T>(
  work: () => Promise<T>,
  print: (...lines: readonly string[]) => void,
): Promise<Caught<T>> {
  const folder = process.platform === 'win32' ? undefined : scratchFolder();
  if (folder === undefined) return { result: await work(), lines: [] };
  const path = join(folder, 'lines');
  const giveBack = divert(path);
  try {
    const result = await work();
    giveBack();
    return { result, lines: linesOf(readFileSync(path, 'utf8')) };
  } catch (error) {
    giveBack();
    print(...linesOf(readFileSync(path, 'utf8')));
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function scratchFolder(): string | undefined {
  try {
    return mkdtempSync(join(tmpdir(), 'googlenet-doctor-'));
  } catch {
    return undefined;
  }
}

/** @returns what makes descriptor 2 what it was */
function divert(path: string): () => void {
  const library = koffi.load(null);
  const duplicate = library.func('dup', 'int', ['int']);
  const replace = library.func('dup2', 'int', ['int', 'int']);
  const file = openSync(path, 'a');
  const before: number = duplicate(2);
  replace(file, 2);
  closeSync(file);
  return () => {
    replace(before, 2);
    closeSync(before);
  };
}

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return [...new Set(lines)].filter((line) => line !== '');
}
