// The last line of a terminal, drawn again and again in place; other lines are printed above it.
import { clearLine, cursorTo } from 'node:readline';
import type { TextOutput } from './command-context.ts';
import { fitWidth } from './terminal-text.ts';

/** Faster than this nobody can read. */
const millisecondsBetweenDrawings = 80;

export class LiveLine {
  readonly #output: TextOutput;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #isShown = false;

  constructor(output: TextOutput) {
    this.#output = output;
  }

  /** Draws the text, unless the last one is too fresh. */
  show(text: string): void {
    const now = performance.now();
    if (now - this.#drawnAt < millisecondsBetweenDrawings) return;
    this.#drawnAt = now;
    this.#isShown = true;
    cursorTo(this.#output, 0);
    // One column less, because some terminals wrap when the last one is filled.
    this.#output.write(fitWidth(text, (this.#output.columns ?? 80) - 1));
    clearLine(this.#output, 1);
  }

  /** Prints a line that stays. */
  print(text: string): void {
    this.clear();
    this.#output.write(`${text}\n`);
  }

  clear(): void {
    if (this.#isShown) {
      cursorTo(this.#output, 0);
      clearLine(this.#output, 1);
    }
    this.#isShown = false;
    this.#drawnAt = Number.NEGATIVE_INFINITY;
  }
}
