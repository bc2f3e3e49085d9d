// Pieces of memory, and what lies one behind the other as one piece.

/** A piece of some memory, the gap before the next one included; counted in bytes or in elements, as the engine does. */
export interface Place<Memory> {
  readonly memory: Memory;
  readonly offset: number;
  readonly length: number;
}

/** @returns the same memory in as few pieces as their order allows */
export function adjacentPlaces<Memory>(places: readonly Place<Memory>[]): readonly Place<Memory>[] {
  const joined: Place<Memory>[] = [];
  for (const place of places) {
    const last = joined.at(-1);
    if (last?.memory === place.memory && last.offset + last.length === place.offset)
      joined[joined.length - 1] = { ...last, length: last.length + place.length };
    else joined.push(place);
  }
  return joined;
}
