// The details of a run, asked for again when there may be more. What was had before stays until something better comes.
import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Failure, RunDetails } from '../../../../src/studio/protocol.ts';

export interface DetailsState {
  readonly details: RunDetails | null;
  readonly fault: string | null;
}

/** @param occasion asks again when it changes; null does not ask */
export function useRunDetails(id: string, occasion: string | null): Signal<DetailsState> {
  const state = useSignal<DetailsState>({ details: null, fault: null });
  useEffect(() => {
    if (occasion === null) return undefined;
    const abort = new AbortController();
    askForDetails(id, abort.signal).then(
      (details) => {
        state.value = { details, fault: null };
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        state.value = { ...state.value, fault: error instanceof Error ? error.message : String(error) };
      },
    );
    return () => abort.abort();
  }, [id, occasion, state]);
  return state;
}

export async function askForDetails(id: string, signal: AbortSignal): Promise<RunDetails> {
  const answer = await fetch(`/api/runs/${encodeURIComponent(id)}`, { signal });
  if (answer.ok) return answer.json();
  const failure: Failure | null = await answer.json().catch(() => null);
  throw new Error(failure?.message ?? `${answer.status} ${answer.statusText}`);
}
