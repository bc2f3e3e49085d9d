// Which layer each time of a profile belongs to. Profiles name modules: a layer takes what was measured under its own
// path; calls of one module cannot be told apart and share alike.
import type { NetworkDescription } from '../../../src/network/network-description.ts';
import type { MeasuredProfile } from '../../../src/studio/protocol.ts';

export interface TimeOfKind {
  readonly kind: string;
  readonly milliseconds: number;
}

export interface MeasuredTime {
  /** Time of everything that the profile lists. */
  readonly milliseconds: number;
  /** By id of the layer, the kinds that took longest first. Layers without an entry were not measured. */
  readonly layers: ReadonlyMap<string, readonly TimeOfKind[]>;
  /** What belongs to no layer, e.g. the loss. */
  readonly elsewhere: { readonly milliseconds: number; readonly modules: readonly string[] };
}

export function attributeTime({ layers }: NetworkDescription, profile: MeasuredProfile): MeasuredTime {
  const owners = groupBy(layers, ({ path }) => path);
  const found = new Map<string, TimeOfKind[]>();
  const strays = profile.layers.filter(({ module }) => !owners.has(module));
  for (const { module, kind, milliseconds } of profile.layers) {
    const calls = owners.get(module) ?? [];
    for (const { id } of calls) {
      const times = found.get(id) ?? [];
      times.push({ kind, milliseconds: milliseconds / calls.length });
      found.set(id, times);
    }
  }
  return {
    milliseconds: sumOf(profile.layers),
    layers: new Map([...found].map(([id, times]) => [id, sumKinds(times)])),
    elsewhere: { milliseconds: sumOf(strays), modules: [...new Set(strays.map(({ module }) => module))] },
  };
}

/** A profile of another network names other modules, and a few that have the same names by chance. */
export function isOfThisNetwork({ milliseconds, elsewhere }: MeasuredTime): boolean {
  return elsewhere.milliseconds <= 0.1 * milliseconds;
}

/** Times of several layers, summed by kind. */
export function timeOf({ layers }: MeasuredTime, ids: readonly string[]): readonly TimeOfKind[] {
  return sumKinds(ids.flatMap((id) => layers.get(id) ?? []));
}

export function sumOf(times: readonly { readonly milliseconds: number }[]): number {
  return times.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
}

function sumKinds(times: readonly TimeOfKind[]): readonly TimeOfKind[] {
  return [...groupBy(times, ({ kind }) => kind)]
    .map(([kind, members]) => ({ kind, milliseconds: sumOf(members) }))
    .sort((a, b) => b.milliseconds - a.milliseconds);
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
  return groups;
}
