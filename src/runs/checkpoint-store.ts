// The folder of a run's checkpoints: the last few, named by their position, and the best. Finding one changes nothing.
// Those that are proven to be damaged are set aside afterwards; one that cannot be read may be as good as ever.
import { readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DamagedCheckpointError } from '../errors/damaged-checkpoint-error.ts';
import { reasonOf } from '../errors/reason-of.ts';
import { type FileOperations, replaceFile } from '../formats/atomic-file.ts';
import { largestBinaryFile, readRegularFileSync } from '../formats/regular-file.ts';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '../training/checkpoint.ts';
import { comparePositions, type TrainingPosition } from '../training/training-state.ts';
import { freeName } from './free-name.ts';
import { isThere, reading, readingIfThere } from './reading.ts';
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

export interface DamagedCheckpoint {
  readonly path: string;
  /** Begins with the path. */
  readonly reason: string;
}

export interface CheckpointSearch {
  /** The newest that is whole. */
  readonly newest: FoundCheckpoint | undefined;
  /** Newer ones that are not, the newest first. */
  readonly damaged: readonly DamagedCheckpoint[];
}

const unreadableHint = 'make it readable, or move it elsewhere to go on from the one before; nothing was changed';

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

  /**
   * Looks from the newest on, and changes nothing.
   * @throws RunFolderError where the folder or one of them cannot be read; CheckpointError for one of another version
   */
  find(): CheckpointSearch {
    const damaged: DamagedCheckpoint[] = [];
    const best = join(this.#folder, bestName);
    const paths = this.#positioned().map(({ name }) => join(this.#folder, name));
    for (const path of [...paths.reverse(), ...(isThere(best) ? [best] : [])]) {
      try {
        return { newest: { path, ...decodeCheckpoint(readCheckpoint(path), path) }, damaged };
      } catch (error) {
        if (!(error instanceof DamagedCheckpointError)) throw error;
        damaged.push({ path, reason: reasonOf(error) });
      }
    }
    return { newest: undefined, damaged };
  }

  /** Renames them to NAME.damaged, so that none is looked at again and none is lost; says so. @throws RunFolderError */
  setAside(damaged: readonly DamagedCheckpoint[]): void {
    for (const { path, reason } of damaged) {
      const name = freeName(`${path}.damaged`);
      writing(path, () => renameSync(path, name));
      this.#options.onWarning(`${reason}; it is now ${basename(name)}, and the one before is used`);
    }
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
    const names = readingIfThere(this.#folder, () => readdirSync(this.#folder)) ?? [];
    const found = names.flatMap((name) => {
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

function readCheckpoint(path: string): Uint8Array {
  return reading(path, () => readRegularFileSync(path, largestBinaryFile), unreadableHint);
}
