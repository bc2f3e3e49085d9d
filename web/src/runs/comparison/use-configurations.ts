// The configurations of several runs: each is asked for once, since it is written when a run begins and not again.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { lostSince } from '../../connection/connection.ts';
import { askForDetails } from '../details/run-details.ts';

type Configurations = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

export function useConfigurations(ids: readonly string[]): Configurations {
  const known = useSignal<Configurations>(new Map());
  const wanted = JSON.stringify(ids);
  const isLost = lostSince.value !== null;
  useEffect(() => {
    if (isLost) return undefined;
    const abort = new AbortController();
    const asked: readonly string[] = JSON.parse(wanted);
    for (const id of asked.filter((id) => !known.peek().has(id))) {
      askForDetails(id, abort.signal).then(
        ({ config }) => {
          if (config !== null) known.value = new Map(known.value).set(id, config);
        },
        // Not known; the table shows a dash. It is asked for again after a lost connection, or with other runs.
        () => undefined,
      );
    }
    return () => abort.abort();
  }, [wanted, isLost, known]);
  return known.value;
}
