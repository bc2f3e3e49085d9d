// Work that follows fast input, such as a drawing: one piece is under way, the newest waits, those between are dropped.

export class LatestOnly<T> {
  readonly #work: (item: T) => Promise<void>;
  #waiting: { readonly item: T } | undefined;
  #isRunning = false;

  /** @param work must not reject */
  constructor(work: (item: T) => Promise<void>) {
    this.#work = work;
  }

  push(item: T): void {
    this.#waiting = { item };
    if (!this.#isRunning) void this.#run();
  }

  /** What waits is not wanted any more. */
  clear(): void {
    this.#waiting = undefined;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting !== undefined) {
      const { item } = this.#waiting;
      this.#waiting = undefined;
      await this.#work(item);
    }
    this.#isRunning = false;
  }
}
