// What the server knows of each of several runs beside its metrics: asked for once, since it is written when a run begins
// and not again.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { NetworkTotals } from '../../../../src/network/network-description.ts';
import { networkShape } from '../../../../src/studio/protocol-shapes.ts';
import { lostSince } from '../../connection/connection.ts';
import { requestJson } from '../../connection/request.ts';
import { askForDetails } from '../details/run-details.ts';

type Configuration = Readonly<Record<string, unknown>>;

export function useConfigurations(ids: readonly string[]): ReadonlyMap<string, Configuration> {
  return useAnswers(ids, askForConfiguration);
}

/** Totals of the runs' networks. */
export function useNetworkTotals(ids: readonly string[]): ReadonlyMap<string, NetworkTotals> {
  return useAnswers(ids, askForTotals);
}

async function askForConfiguration(id: string, signal: AbortSignal): Promise<Configuration | null> {
  const { config } = await askForDetails(id, signal);
  return config;
}

async function askForTotals(id: string, signal: AbortSignal): Promise<NetworkTotals> {
  const { totals } = await requestJson(`/api/runs/${encodeURIComponent(id)}/network`, networkShape, { signal });
  return totals;
}

/** @param ask null: not known yet */
function useAnswers<Answer>(
  ids: readonly string[],
  ask: (id: string, signal: AbortSignal) => Promise<Answer | null>,
): ReadonlyMap<string, Answer> {
  const known = useSignal<ReadonlyMap<string, Answer>>(new Map());
  const wanted = JSON.stringify(ids);
  const isLost = lostSince.value !== null;
  useEffect(() => {
    if (isLost) return undefined;
    const abort = new AbortController();
    const asked: readonly string[] = JSON.parse(wanted);
    for (const id of asked.filter((id) => !known.peek().has(id))) {
      ask(id, abort.signal).then(
        (answer) => {
          if (answer !== null) known.value = new Map(known.value).set(id, answer);
        },
        // Not known; the table shows a dash. It is asked for again after a lost connection, or with other runs.
        () => undefined,
      );
    }
    return () => abort.abort();
  }, [wanted, isLost, known, ask]);
  return known.value;
}
