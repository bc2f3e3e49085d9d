// Loss and accuracy over the batches so far, weighted as their losses are.

/** What a running mean consists of; JSON keeps these numbers to the bit. */
export interface RunningSums {
  readonly images: number;
  /** Sum of the images' losses. */
  readonly loss: number;
  /** What the sum of losses is divided by to get the mean. Default: the number of images. */
  readonly weight?: number | undefined;
  readonly correct: number;
}

/** The same with the weight said. */
export interface WeightedSums extends RunningSums {
  readonly weight: number;
}

export class RunningMean {
  #images: number;
  #lossSum: number;
  #weight: number;
  #correct: number;

  /** @param sums to go on from */
  constructor({ images, loss, weight = images, correct }: RunningSums = { images: 0, loss: 0, correct: 0 }) {
    this.#images = images;
    this.#lossSum = loss;
    this.#weight = weight;
    this.#correct = correct;
  }

  add({ images, loss, weight = images, correct }: RunningSums): void {
    this.#images += images;
    this.#lossSum += loss;
    this.#weight += weight;
    this.#correct += correct;
  }

  get sums(): WeightedSums {
    return { images: this.#images, loss: this.#lossSum, weight: this.#weight, correct: this.#correct };
  }

  /** Mean loss; 0 if the images have no weight. */
  get loss(): number {
    return this.#weight === 0 ? 0 : this.#lossSum / this.#weight;
  }

  /** Share of right answers, 0 to 1. */
  get accuracy(): number {
    return this.#correct / this.#images;
  }
}
