// One resource of the server as a signal's value: asked for when the address changes, and what is late is forgotten.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Shape } from '../../../src/studio/checked.ts';
import { requestJson } from '../connection/request.ts';

export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly message: string };

/** @param path `null` asks for nothing yet */
export function useJson<T>(path: string | null, shape: Shape<T>): Loaded<T> {
  const loaded = useSignal<Loaded<T>>({ state: 'loading' });
  useEffect(() => {
    loaded.value = { state: 'loading' };
    if (path === null) return;
    const abort = new AbortController();
    requestJson(path, shape, { signal: abort.signal }).then(
      (value) => {
        loaded.value = { state: 'ready', value };
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        loaded.value = { state: 'failed', message: error instanceof Error ? error.message : String(error) };
      },
    );
    return () => abort.abort();
  }, [path, shape]);
  return loaded.value;
}
