// The gradients of a step on their way to the other ranks: piece by piece while the first layers' are still computed, where the
// engine says when a piece is done, else all at the end.
import type { PendingSums } from '../distributed/process-group.ts';
import type { EarlyUse } from '../engines/engine.ts';
import { piecesOf } from '../engines/pieces.ts';
import type { Ranks } from './ranks.ts';

export class TravellingGradients implements EarlyUse {
  readonly names: readonly string[];
  readonly #sums: PendingSums;
  #areUnderWay = false;

  private constructor(names: readonly string[], sums: PendingSums) {
    this.names = names;
    this.#sums = sums;
  }

  /** @param names of the gradients */
  static async begin(names: readonly string[], ranks: Ranks): Promise<TravellingGradients> {
    return new TravellingGradients(names, await ranks.beginSums());
  }

  take(piece: Float32Array): void {
    this.#areUnderWay = true;
    this.#sums.add(piece);
  }

  between(): void {
    this.#sums.moveOn();
  }

  /** @param stretches of memory that the gradients lie in */
  async finish(stretches: readonly Float32Array[]): Promise<void> {
    if (!this.#areUnderWay) for (const piece of piecesOf(stretches)) this.#sums.add(piece);
    await this.#sums.finish();
  }
}
