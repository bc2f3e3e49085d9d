// What the server says of itself: whether this page may change runs, and how the program is called where it was started.
import { computed, signal, useSignalEffect } from '@preact/signals';
import { asCalled } from '../../../src/errors/as-called.ts';
import type { StudioFacts } from '../../../src/studio/protocol.ts';
import { studioShape } from '../../../src/studio/protocol-shapes.ts';
import { lostSince } from './connection.ts';
import { requestJson } from './request.ts';

const facts = signal<StudioFacts | null>(null);

/** Whether this page may change runs: it offers nothing until the server has allowed it. */
export const mayChange = computed(() => facts.value?.isReadOnly === false);

/** A text with its commands as they are typed where the studio was started. */
export function asTyped(text: string): string {
  return asCalled(text, facts.value?.program ?? 'googlenet');
}

/** Asks at first, and again when the server is back: another one may be there by then. Without an answer, runs are only shown. */
export function useStudioFacts(): void {
  useSignalEffect(() => {
    if (lostSince.value !== null) return;
    requestJson('/api/studio', studioShape, {}).then(
      (told) => {
        facts.value = told;
      },
      () => undefined,
    );
  });
}
