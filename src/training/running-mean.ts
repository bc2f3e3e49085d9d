// Loss and accuracy over the batches so far, weighted by batch size.

export class RunningMean {
  #images = 0;
  #lossSum = 0;
  #correct = 0;

  /** @param loss mean over the batch */
  add(images: number, loss: number, correct: number): void {
    this.#images += images;
    this.#lossSum += loss * images;
    this.#correct += correct;
  }

  get loss(): number {
    return this.#lossSum / this.#images;
  }

  /** As a fraction. */
  get accuracy(): number {
    return this.#correct / this.#images;
  }
}
