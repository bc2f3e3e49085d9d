// Loss and accuracy over the batches so far, weighted by batch size.

/** What a running mean consists of; JSON keeps these numbers to the bit. */
export interface RunningSums {
  readonly images: number;
  /** Of the images' losses. */
  readonly loss: number;
  readonly correct: number;
}

export class RunningMean {
  #images: number;
  #lossSum: number;
  #correct: number;

  /** @param sums to go on from */
  constructor({ images, loss, correct }: RunningSums = { images: 0, loss: 0, correct: 0 }) {
    this.#images = images;
    this.#lossSum = loss;
    this.#correct = correct;
  }

  /** @param loss mean over the batch */
  add(images: number, loss: number, correct: number): void {
    this.#images += images;
    this.#lossSum += loss * images;
    this.#correct += correct;
  }

  get sums(): RunningSums {
    return { images: this.#images, loss: this.#lossSum, correct: this.#correct };
  }

  get loss(): number {
    return this.#lossSum / this.#images;
  }

  /** As a fraction. */
  get accuracy(): number {
    return this.#correct / this.#images;
  }
}
