// What the address says: which run, which of its weights, which test image.
import { go } from '../shell/address.ts';

export interface PlaygroundAddress {
  readonly run: string | null;
  /** null: the best, where there are such. */
  readonly weights: string | null;
  readonly image: number | null;
}

export function readAddress({ searchParams }: URL): PlaygroundAddress {
  const image = searchParams.get('image') ?? '';
  return {
    run: searchParams.get('run'),
    weights: searchParams.get('weights'),
    image: /^\d{1,9}$/.test(image) ? Number(image) : null,
  };
}

export function printAddress({ run, weights, image }: PlaygroundAddress): string {
  const query = new URLSearchParams();
  if (run !== null) query.set('run', run);
  if (weights !== null) query.set('weights', weights);
  if (image !== null) query.set('image', String(image));
  return query.size === 0 ? '/playground' : `/playground?${query}`;
}

/** Changes part of the address without a step to go back to. */
export function changeAddress(change: Partial<PlaygroundAddress>): void {
  go(printAddress({ ...readAddress(new URL(location.href)), ...change }), { replace: true });
}
