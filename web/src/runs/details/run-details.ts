// The details of a run, asked for again when there may be more. What was had before stays until something better comes.
import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { RunDetails } from '../../../../src/studio/protocol.ts';
import { detailsShape } from '../../../../src/studio/protocol-shapes.ts';
import { requestJson } from '../../connection/request.ts';

export interface DetailsState {
  readonly details: RunDetails | null;
  readonly fault: string | null;
}

/**
 * @param occasion asks again when it changes; null does not ask
 * @param pauseAfter milliseconds after which to ask again all the same, if at all
 */
export function useRunDetails(
  id: string,
  occasion: string | null,
  pauseAfter: (details: RunDetails) => number | null,
): Signal<DetailsState> {
  const state = useSignal<DetailsState>({ details: null, fault: null });
  const pause = useRef(pauseAfter);
  pause.current = pauseAfter;
  useEffect(() => {
    if (occasion === null) return undefined;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = () =>
      askForDetails(id, abort.signal).then(
        (details) => {
          state.value = { details, fault: null };
          const milliseconds = pause.current(details);
          if (milliseconds !== null && !abort.signal.aborted) timer = setTimeout(ask, milliseconds);
        },
        (error: unknown) => {
          if (abort.signal.aborted) return;
          state.value = { ...state.value, fault: error instanceof Error ? error.message : String(error) };
        },
      );
    ask();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [id, occasion, state]);
  return state;
}

export async function askForDetails(id: string, signal: AbortSignal): Promise<RunDetails> {
  return requestJson(`/api/runs/${encodeURIComponent(id)}`, detailsShape, { signal });
}
