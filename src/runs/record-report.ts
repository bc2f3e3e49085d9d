// A run whose training came to its end, but whose process did not: it is done when its report is there.
import { shouldStopEarly } from '../metrics/best-epoch.ts';
import type { RunMetrics } from './read-metrics.ts';
import { readMetrics } from './read-metrics.ts';
import { configValues, type RunConfig, readRunConfig } from './run-config.ts';
import type { RunFolder } from './run-folder.ts';
import { RunLock } from './run-lock.ts';
import { RunLockedError } from './run-locked-error.ts';
import { writeDone } from './run-state.ts';

/** Its report was made: records that the run is done, if nothing is left to train and nobody trains in it. */
export function recordReport(folder: RunFolder): void {
  if (!isTrained(readRunConfig(folder), readMetrics(folder))) return;
  try {
    using _lock = RunLock.take(folder.lock);
    writeDone(folder);
  } catch (error) {
    // It records its own end.
    if (!(error instanceof RunLockedError)) throw error;
  }
}

function isTrained(config: RunConfig, { epochs }: RunMetrics): boolean {
  const { epochs: wanted, earlyStopping } = configValues(config);
  if (typeof wanted === 'number' && epochs.length >= wanted) return true;
  return typeof earlyStopping === 'number' && shouldStopEarly(epochs, earlyStopping);
}
