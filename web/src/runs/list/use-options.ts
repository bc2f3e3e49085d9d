// The options of all runs: asked for when the list comes, and again when it has other runs.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { RunOverview } from '../../../../src/studio/protocol.ts';
import { optionsShape } from '../../../../src/studio/protocol-shapes.ts';
import { lostSince } from '../../connection/connection.ts';
import { requestJson } from '../../connection/request.ts';
import type { OptionsOfRuns } from './search-runs.ts';

export interface KnownOptions {
  readonly options: OptionsOfRuns;
  /** Why there are none, or only those from before. */
  readonly fault: string | null;
}

export function useOptions(runs: readonly RunOverview[]): KnownOptions {
  const known = useSignal<KnownOptions>({ options: new Map(), fault: null });
  // A configuration is written when a training begins, or goes on.
  const occasion = JSON.stringify(runs.map(({ id, status, started }) => [id, status === 'running', started]).sort());
  const isLost = lostSince.value !== null;
  useEffect(() => {
    if (isLost) return undefined;
    const abort = new AbortController();
    requestJson('/api/options', optionsShape, { signal: abort.signal }).then(
      (told) => {
        known.value = { options: new Map(told.map(({ id, options }) => [id, options])), fault: null };
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        known.value = { ...known.peek(), fault: error instanceof Error ? error.message : String(error) };
      },
    );
    return () => abort.abort();
  }, [occasion, isLost, known]);
  return known.value;
}
