// Updates by one formula whose tensors lie one behind the other: they can run as one, over all of them.
import type { Place } from './adjacent-places.ts';
import type { UpdateBundle } from './updates.ts';

export interface UpdateRun<Bundle extends UpdateBundle, Memory> {
  readonly bundles: readonly Bundle[];
  /** For each resident of the first bundle, the memory of that tensor in all bundles together. */
  readonly spans: readonly Place<Memory>[];
}

/** @param placeOf where a resident tensor of this name lies */
export function adjacentUpdates<Bundle extends UpdateBundle, Memory>(
  bundles: readonly Bundle[],
  placeOf: (name: string) => Place<Memory>,
): readonly UpdateRun<Bundle, Memory>[] {
  const runs: { bundles: Bundle[]; spans: readonly Place<Memory>[] }[] = [];
  const placed = bundles.map((bundle) => ({
    bundle,
    places: bundle.residents.map(({ attrs }) => placeOf(attrs.name)),
  }));
  const memories = [...new Set(placed.map(({ places: [first] }) => first.memory))];
  const inOrder = placed.toSorted(({ places: [a] }, { places: [b] }) => {
    return memories.indexOf(a.memory) - memories.indexOf(b.memory) || a.offset - b.offset;
  });
  // In the order in which they lie in memory, whatever order the graph has them in.
  for (const { bundle, places } of inOrder) {
    const run = runs.at(-1);
    if (run?.bundles[0].formula === bundle.formula && follow(places, run.spans)) {
      run.bundles.push(bundle);
      run.spans = run.spans.map((span, index) => ({ ...span, length: span.length + places[index].length }));
    } else runs.push({ bundles: [bundle], spans: places });
  }
  return runs;
}

function follow<Memory>(places: readonly Place<Memory>[], spans: readonly Place<Memory>[]): boolean {
  const [{ length }] = places;
  return places.every((place, index) => {
    const { memory, offset, length: before } = spans[index];
    return place.memory === memory && place.offset === offset + before && place.length === length;
  });
}
