// The processes that train together, as a training meets them: between computing and updating they add up what they have.
// Without a group there is one, and nothing to wait for.
import { everything, type Share } from '../data/share.ts';
import { failureOf, nameOf } from '../distributed/collective-problems.ts';
import type { PendingSums, ProcessGroup } from '../distributed/process-group.ts';
import { differencesBetween, type RankFacts, requireAlike } from '../distributed/require-alike.ts';
import { CollectiveError } from '../errors/collective-error.ts';
import { choicesOfRank, mergeChoices } from './rank-choices.ts';
import type { WeightedSums } from './running-mean.ts';

/** How the ranks shared a step. */
export interface RanksOfStep {
  /** Seconds that each rank computed, in their order. */
  readonly seconds: readonly number[];
  /** Share of the time since the step before that ranks spent waiting for each other and for the network: their mean. */
  readonly waiting: number;
}

/** What a rank brings to the end of a step, or of a batch that is evaluated. */
export interface Contribution {
  readonly sums: WeightedSums;
  /** Seconds that it computed. */
  readonly seconds: number;
  readonly isStopping: boolean;
  /** What its engine has chosen. */
  readonly choices: ReadonlyMap<string, string>;
}

/** What all of them have brought. */
export interface Agreement {
  readonly sums: WeightedSums;
  /** Undefined where there is one rank alone. */
  readonly ranks?: RanksOfStep;
}

/** Milliseconds: a rank that is to stop ends within 10 s. */
const stopPatience = 4000;

type Choices = ReadonlyMap<string, string>;

export class Ranks {
  readonly share: Share;
  readonly #group: ProcessGroup | undefined;
  #isStopping = false;
  #forgetSignal: () => void = () => {};
  /** Looks, while this rank is to stop, whether the others come to the end of the step. */
  #stopping: ReturnType<typeof setInterval> | undefined;
  /** When the ranks met last, and how long this one had waited by then, in milliseconds. */
  #met: { readonly at: number; readonly waited: number } | undefined;
  /** What all engines have chosen, and how many choices these are. */
  #choices: { readonly count: number; readonly all: Choices } | undefined;

  constructor(group: ProcessGroup | undefined) {
    this.#group = group?.size === 1 ? undefined : group;
    this.share = this.#group ?? everything;
  }

  get isAlone(): boolean {
    return this.#group === undefined;
  }

  /** Whether some are on other hosts, so that what they send takes its time. */
  get areApart(): boolean {
    return new Set(this.#group?.hosts).size > 1;
  }

  /** A training begins or goes on, until `end`. @param signal that stops it behind a step */
  begin(signal: AbortSignal | undefined): void {
    this.#isStopping = false;
    this.#met = undefined;
    const onStop = () => this.#limitWaiting();
    if (signal?.aborted) onStop();
    signal?.addEventListener('abort', onStop, { once: true });
    this.#forgetSignal = () => signal?.removeEventListener('abort', onStop);
  }

  end(): void {
    this.#forgetSignal();
    clearInterval(this.#stopping);
  }

  /** Several ranks stop behind the same step, the first at whose end one of them had the signal. */
  isStopping(signal: AbortSignal | undefined): boolean {
    return this.#group === undefined ? signal?.aborted === true : this.#isStopping;
  }

  /** Adds up what the ranks bring, to the same bits on each. */
  async agree({ sums, seconds, isStopping, choices }: Contribution): Promise<Agreement> {
    if (this.#group === undefined) return { sums };
    const { size, rank } = this.#group;
    const { images, loss, weight, correct } = sums;
    const numbers = [images, loss, weight, correct, Number(isStopping), choices.size, this.#waitedSinceLast()];
    const values = new Float64Array(numbers.length + size);
    values.set(numbers);
    values[numbers.length + rank] = seconds;
    await this.#group.sum(values);
    this.#isStopping = values[4] > 0;
    if (this.#isStopping) clearInterval(this.#stopping);
    await this.#gatherChoices(values[5], choices);
    return {
      sums: { images: values[0], loss: values[1], weight: values[2], correct: values[3] },
      ranks: { seconds: [...values.subarray(numbers.length)], waiting: values[6] / size },
    };
  }

  /** Puts the sums over all ranks in the place of the values. */
  async sum(values: Float32Array | Float64Array): Promise<void> {
    await this.#group?.sum(values);
  }

  /** Sums that go on while this rank computes. Where there are others. */
  async beginSums(): Promise<PendingSums> {
    if (this.#group === undefined) throw new Error('unreachable: a rank by itself has nothing to add');
    return this.#group.beginSums();
  }

  /** Puts rank 0's values in the place of the others'. */
  async takeFirst(values: Float32Array): Promise<void> {
    await this.#group?.broadcast(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }

  /** @throws CollectiveError where something is not the same on every rank, naming it and the rank */
  async requireAlike(facts: RankFacts, hint: string): Promise<void> {
    if (this.#group !== undefined) await requireAlike(this.#group, facts, hint);
  }

  /**
   * Compares tensors by their fingerprints.
   * @param where for the message, e.g. `epoch 1, step 20`
   * @throws CollectiveError naming the ranks and the tensors that differ
   */
  async requireSameTensors(own: RankFacts, where: string): Promise<void> {
    if (this.#group === undefined) return;
    const found = await differencesBetween(this.#group, own);
    if (found === undefined) return;
    const { hosts } = this.#group;
    const ranks = found.ranks.map((rank) => nameOf(rank, hosts)).join(', ');
    const [name, ...more] = found.names;
    const tensors = more.length === 0 ? name : `${name} and ${more.length} more`;
    throw new CollectiveError(`${where}: the weights of ${ranks} are not those of the others: ${tensors}`, {
      problem: 'mismatch',
      ranks: found.ranks,
      hint: 'see whether the memory of that machine is sound and its processor of the same kind; go on from the last checkpoint',
    });
  }

  /**
   * Rank 0 goes first; the others know what its engine has chosen.
   * @param choices of this rank's engine, when the work is done
   */
  async afterFirst<Result>(work: (chosen: Choices) => Promise<Result>, choices: () => Choices): Promise<Result> {
    if (this.#group === undefined) return work(new Map());
    const made = this.#group.rank === 0 ? await work(new Map()) : undefined;
    const [text] = await this.#group.gather(made === undefined ? '' : JSON.stringify([...choices()]));
    return made ?? work(new Map(JSON.parse(text)));
  }

  /** What all engines have chosen, for a state. @param own what this rank's has */
  choicesOfAll(own: Choices): Choices {
    return this.#choices?.all ?? own;
  }

  /** Those of a state that are this rank's. */
  ownChoices(all: Choices): Choices {
    return choicesOfRank(all, this.share.rank);
  }

  /** Tells the others that this rank cannot go on, unless one of them told so first. Whoever closes the group waits for them. */
  fail(error: unknown): void {
    if (error instanceof CollectiveError) return;
    this.#group?.fail(failureOf(error));
  }

  /** Whoever sent the signal does not wait for ever, and one of the others may be dead without its launcher's telling: srun's does not. */
  #limitWaiting(): void {
    const group = this.#group;
    if (group === undefined) return;
    const before = group.waited;
    this.#stopping = setInterval(() => {
      if (group.waited - before < stopPatience) return;
      clearInterval(this.#stopping);
      group.fail(`it was to stop, and waited ${stopPatience / 1000} s for the others to end the step`);
    }, 200);
  }

  #waitedSinceLast(): number {
    const now = { at: performance.now(), waited: this.#group?.waited ?? 0 };
    const before = this.#met;
    this.#met = now;
    return before === undefined ? 0 : (now.waited - before.waited) / (now.at - before.at);
  }

  async #gatherChoices(count: number, own: Choices): Promise<void> {
    if (this.#group === undefined || count === this.#choices?.count) return;
    const texts = await this.#group.gather(JSON.stringify([...own]));
    this.#choices = { count, all: mergeChoices(texts.map((text) => new Map(JSON.parse(text)))) };
  }
}
