// What has to be the same on every rank, and how it is told where it is not.
import { CollectiveError } from '../errors/collective-error.ts';
import { nameOf, oddOnes } from './collective-problems.ts';
import type { ProcessGroup } from './process-group.ts';

/** What a rank has, by names for people. */
export type RankFacts = Readonly<Record<string, string>>;

/** What is not the same on every rank. */
export interface Differences {
  /** Those that differ from the others. */
  readonly ranks: readonly number[];
  readonly names: readonly string[];
  /** What each rank has, in their order. */
  readonly ofRanks: readonly RankFacts[];
}

/** Every rank calls it, and all of them have the same answer. @returns undefined where all is the same */
export async function differencesBetween(group: ProcessGroup, own: RankFacts): Promise<Differences | undefined> {
  const texts = await group.gather(JSON.stringify(own));
  if (texts.every((text) => text === texts[0])) return undefined;
  const ofRanks = texts.map((text): RankFacts => JSON.parse(text));
  const all = [...new Set(ofRanks.flatMap((facts) => Object.keys(facts)))];
  const names = all.filter((name) => ofRanks.some((facts) => facts[name] !== ofRanks[0][name]));
  return { ranks: oddOnes(texts, (a, b) => a === b), names, ofRanks };
}

/**
 * Every rank calls it, and all of them have the same answer.
 * @throws CollectiveError naming what differs from rank 0, and where
 */
export async function requireAlike(group: ProcessGroup, own: RankFacts, hint: string): Promise<void> {
  const found = await differencesBetween(group, own);
  if (found === undefined) return;
  const { ranks, names, ofRanks } = found;
  const texts = ofRanks.flatMap((facts, rank) =>
    names
      .filter((name) => facts[name] !== ofRanks[0][name])
      .map((name) => {
        const [here, first] = [facts, ofRanks[0]].map((each) => each[name] ?? 'not given');
        return `${name} is ${here} on ${nameOf(rank, group.hosts)} and ${first} on rank 0`;
      }),
  );
  const shown = texts.length > 3 ? [...texts.slice(0, 3), `${texts.length - 3} more`] : texts;
  throw new CollectiveError(`the processes do not train the same: ${shown.join('; ')}`, {
    problem: 'mismatch',
    ranks,
    hint,
  });
}
