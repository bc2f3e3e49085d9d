// The folder of a run's checkpoints: the last few, named by their position, and the best. A damaged one is set aside,
// and the newest whole one takes its place.
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { reasonOf } from '../errors/reason-of.ts';
import { type FileOperations, replaceFile } from '../formats/atomic-file.ts';
import { largestBinaryFile, readRegularFileSync } from '../formats/regular-file.ts';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '../training/checkpoint.ts';
import { comparePositions, type TrainingPosition } from '../training/training-state.ts';
import { type WarningListener, writing, writingUnlessFull } from './writing.ts';

const bestName = 'best.safetensors';

export interface CheckpointStoreOptions {
  readonly onWarning: WarningListener;
  /** How many are kept besides the best; default 3. */
  readonly keep?: number;
  readonly files?: FileOperations;
}

export interface FoundCheckpoint extends Checkpoint {
  readonly path: string;
}

export class CheckpointStore {
  readonly #folder: string;
  readonly #options: CheckpointStoreOptions;

  constructor(folder: string, options: CheckpointStoreOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  /**
   * Saves it all at once, then removes the oldest beyond those that are kept.
   * @returns false where the disk is full: everything is as it was
   * @throws RunFolderError where it cannot be written for another reason
   */
  save(checkpoint: Checkpoint, { asBest = false } = {}): boolean {
    const bytes = encodeCheckpoint(checkpoint);
    // The best first: behind the other one, a training goes on without looking back.
    const names = [...(asBest ? [bestName] : []), nameOf(checkpoint.state.position)];
    const isSaved = names.map((name) => this.#write(join(this.#folder, name), bytes)).every(Boolean);
    if (isSaved) this.#removeOldest();
    return isSaved;
  }

  /** The newest that is whole; says which ones are not, and renames them to NAME.damaged. @throws RunFolderError */
  newest(): FoundCheckpoint | undefined {
    const best = join(this.#folder, bestName);
    const paths = this.#positioned().map(({ name }) => join(this.#folder, name));
    for (const path of [...paths.reverse(), ...(existsSync(best) ? [best] : [])]) {
      try {
        return { path, ...decodeCheckpoint(readRegularFileSync(path, largestBinaryFile), path) };
      } catch (error) {
        writing(path, () => renameSync(path, `${path}.damaged`));
        this.#options.onWarning(`${reasonOf(error)}; it is now ${basename(path)}.damaged, and the one before is used`);
      }
    }
    return undefined;
  }

  #write(path: string, bytes: Uint8Array): boolean {
    const { onWarning, files } = this.#options;
    return writingUnlessFull(path, onWarning, () => replaceFile(path, [bytes], files));
  }

  #removeOldest(): void {
    const { keep = 3 } = this.#options;
    const old = this.#positioned().slice(0, -keep);
    for (const { name } of old) rmSync(join(this.#folder, name), { force: true });
  }

  /** Oldest first. */
  #positioned(): readonly { readonly name: string; readonly position: TrainingPosition }[] {
    const found = (existsSync(this.#folder) ? readdirSync(this.#folder) : []).flatMap((name) => {
      const position = positionOf(name);
      return position === undefined ? [] : [{ name, position }];
    });
    return found.sort((a, b) => comparePositions(a.position, b.position));
  }
}

function nameOf({ epoch, step }: TrainingPosition): string {
  return `epoch-${String(epoch).padStart(4, '0')}-step-${String(step).padStart(6, '0')}.safetensors`;
}

function positionOf(name: string): TrainingPosition | undefined {
  const [, epoch, step] = /^epoch-(\d+)-step-(\d+)\.safetensors$/.exec(name) ?? [];
  return epoch === undefined ? undefined : { epoch: Number(epoch), step: Number(step) };
}
