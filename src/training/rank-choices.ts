// Choices that the engines of several ranks made, each by trying: what decides the last bits on one rank need not be what
// another found. A state keeps those of rank 0 by their names, and of the others what differs.
type Choices = ReadonlyMap<string, string>;

const prefixOf = (rank: number) => `rank ${rank}: `;

/** @param ofRanks in their order */
export function mergeChoices(ofRanks: readonly Choices[]): Choices {
  const [first, ...others] = ofRanks;
  const differing = others.flatMap((choices, index) =>
    [...choices]
      .filter(([key, value]) => first.get(key) !== value)
      .map(([key, value]) => [prefixOf(index + 1) + key, value] as const),
  );
  return new Map([...first, ...differing]);
}

/** @returns those that a rank is to make again */
export function choicesOfRank(merged: Choices, rank: number): Choices {
  const prefix = prefixOf(rank);
  const common = [...merged].filter(([key]) => !/^rank \d+: /.test(key));
  const own = [...merged].flatMap(([key, value]) =>
    key.startsWith(prefix) ? [[key.slice(prefix.length), value] as const] : [],
  );
  return new Map([...common, ...own]);
}
