// A run that is to go on, as it was found: its lock is held, and all that a resumed training needs of its folder is read
// and checked. Nothing is changed yet: who gives it back leaves every byte as it was.
import { relative } from 'node:path';
import { parseMetricsLine } from '../metrics/metrics-line.ts';
import { countOf } from '../metrics/print-count.ts';
import { CheckpointStore, type DamagedCheckpoint, type FoundCheckpoint } from './checkpoint-store.ts';
import { cutMetrics, type FoundMetrics, type MetricsCut } from './metrics-cut.ts';
import { findMetrics } from './metrics-log.ts';
import { isRunning } from './process-identity.ts';
import { isThere } from './reading.ts';
import type { RunFolder } from './run-folder.ts';
import { RunFolderError } from './run-folder-error.ts';
import { type LockHolder, type LockOptions, RunLock } from './run-lock.ts';
import { findRunState, type WrittenRunState } from './run-state.ts';

export class FoundRun implements Disposable {
  readonly folder: RunFolder;
  readonly lock: RunLock;
  readonly state: WrittenRunState | undefined;
  /** Checkpoint to go on from; undefined for a run that died before its first one, which begins again. */
  readonly checkpoint: FoundCheckpoint | undefined;
  /** Newer than the checkpoint. */
  readonly damaged: readonly DamagedCheckpoint[];
  readonly metrics: MetricsCut;

  /**
   * @throws RunLockedError; RunFolderError where there is no run, its files cannot be read, or its checkpoints are lost;
   * CheckpointError for those of another version
   */
  static open(folder: RunFolder, options: LockOptions = {}): FoundRun {
    if (!isThere(folder.config)) throw new RunFolderError(`${folder.path}: holds no run that could be resumed`);
    const lock = RunLock.take(folder.lock, options);
    return lock.begin(() => new FoundRun(folder, lock));
  }

  private constructor(folder: RunFolder, lock: RunLock) {
    this.folder = folder;
    this.lock = lock;
    this.state = findRunState(folder);
    const { newest, damaged } = new CheckpointStore(folder.checkpoints, { onWarning: () => {} }).find();
    this.checkpoint = newest;
    this.damaged = damaged;
    const metrics = findMetrics(folder);
    if (newest === undefined) requireBeginning(folder, this.state, metrics, damaged);
    const { position = { epoch: 1, step: 0 }, history = [] } = newest?.state ?? {};
    this.metrics = cutMetrics(metrics, position, history);
  }

  /** The process on another machine whose lock was taken by force: it may still train. */
  get takenFrom(): LockHolder | undefined {
    const { takenFrom } = this.lock;
    return takenFrom !== undefined && isRunning(takenFrom) === 'unknown' ? takenFrom : undefined;
  }

  /** Gives the lock back. */
  [Symbol.dispose](): void {
    this.lock[Symbol.dispose]();
  }
}

/**
 * A run without a checkpoint begins again only where none can have been saved. A new run says that it has saved none; then
 * its first epoch may be told and its weights written, since both come before the checkpoint of that epoch.
 * @throws RunFolderError saying what was found
 */
function requireBeginning(
  folder: RunFolder,
  state: WrittenRunState | undefined,
  metrics: FoundMetrics,
  damaged: readonly DamagedCheckpoint[],
): void {
  const lines = metrics.lines.split('\n').flatMap((line) => parseMetricsLine(line) ?? []);
  const lastBegun = lines.reduce((last, { epoch }) => Math.max(last, epoch), 0);
  const lastEpoch = lines.reduce((last, { kind, epoch }) => (kind === 'epoch' ? Math.max(last, epoch) : last), 0);
  const weights = [folder.lastWeights, folder.bestWeights].filter(isThere);
  const hasNoCheckpoint = state?.checkpointSaved === false && lastBegun <= 1;
  const hadCheckpoint = state?.checkpointSaved === true;
  const isBeginning = hasNoCheckpoint || (!hadCheckpoint && lastEpoch === 0 && weights.length === 0);
  if (isBeginning && damaged.length === 0) return;

  const shown = (path: string) => relative(folder.path, path);
  const found = [
    damaged.length === 0
      ? 'checkpoints holds none'
      : `these are damaged: ${damaged.map(({ path }) => shown(path)).join(', ')}`,
    ...(lastEpoch === 0 ? [] : [`the metrics tell of ${countOf(lastEpoch, 'epoch')}`]),
    ...(weights.length === 0 ? [] : [`there are ${weights.map(shown).join(' and ')}`]),
  ];
  const anew = weights.length === 0 ? 'start a new run' : `start a new run from its weights with --init ${weights[0]}`;
  throw new RunFolderError(
    `${folder.path}: was trained, but no checkpoint can be used to go on from: ${found.join('; ')}`,
    { hint: `put its checkpoints back, or ${anew}; nothing was changed` },
  );
}
