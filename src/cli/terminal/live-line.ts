// The last line of a terminal, drawn again and again in place; other lines are printed above it.
import { fitWidth } from './terminal-text.ts';
import type { TextOutput } from './text-output.ts';

/** Faster than this nobody can read. */
const millisecondsBetweenDrawings = 80;

function plain(line: string): string {
  return line;
}

export class LiveLine implements Disposable {
  readonly #output: TextOutput;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #isShown = false;

  constructor(output: TextOutput) {
    this.#output = output;
  }

  /** Columns that the text may have: one less than the terminal, because some wrap when the last one is filled. */
  get columns(): number {
    return (this.#output.columns ?? 80) - 1;
  }

  /**
   * Draws the text, unless the last one is too fresh.
   * @param paint adds colours to what there is room for
   */
  show(text: string, paint: (line: string) => string = plain): void {
    const now = performance.now();
    if (now - this.#drawnAt < millisecondsBetweenDrawings) return;
    this.#draw(text, paint);
    this.#drawnAt = now;
  }

  /** Draws the text in any case, and does not make what comes next wait. */
  say(text: string): void {
    this.#draw(text, plain);
    this.#drawnAt = Number.NEGATIVE_INFINITY;
  }

  /** Prints a line that stays. */
  print(text: string): void {
    this.clear();
    this.#output.print(text);
  }

  clear(): void {
    if (this.#isShown) this.#output.draw('', plain);
    this.#isShown = false;
    this.#drawnAt = Number.NEGATIVE_INFINITY;
  }

  #draw(text: string, paint: (line: string) => string): void {
    this.#isShown = true;
    this.#output.draw(fitWidth(text, this.columns), paint);
  }

  /** So that an error is printed where nothing else stands. */
  [Symbol.dispose](): void {
    this.clear();
  }
}
