// The one way to what people and programs read, standard output or standard error. Lines come out as lines, whatever
// outside texts are in them; and an output that fails ends nothing: what comes of it, lost-output.ts decides.
import { jsonLine, safeLine } from './terminal-text.ts';
import { wrapPrinted } from './wrap-text.ts';

/** The process's own, or a test's. */
export interface TextStream extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  /** Width of the terminal. */
  readonly columns?: number;
}

const toFirstColumn = '\u001b[1G';
const eraseToEnd = '\u001b[0K';

export class TextOutput {
  readonly #stream: TextStream;
  readonly #isConsole: boolean;
  readonly #listeners: ((failure: unknown) => void)[] = [];
  #failure: unknown;
  #written: Promise<void> = Promise.resolve();

  /** @param options.isConsole it is Windows' own console, whose fonts have no heavy lines */
  constructor(stream: TextStream, { isConsole = false }: { readonly isConsole?: boolean } = {}) {
    this.#stream = stream;
    this.#isConsole = isConsole && stream.isTTY === true;
    stream.on('error', (error) => this.#fail(error));
  }

  get isTTY(): boolean {
    return this.#stream.isTTY === true;
  }

  /** Undefined where it is not known; some terminals then say 0. */
  get columns(): number | undefined {
    return this.#stream.columns || undefined;
  }

  /** Width of what a person looks at; undefined where it is no terminal. */
  get terminalColumns(): number | undefined {
    return this.isTTY ? this.columns : undefined;
  }

  /** Why nothing more comes out; undefined while all is well. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Tells of the failure, at once or when it comes. */
  onFailure(listener: (failure: unknown) => void): void {
    if (this.#failure === undefined) this.#listeners.push(listener);
    else listener(this.#failure);
  }

  /** Each text becomes one line, on a terminal as many as it takes to break none within a word. */
  print(...lines: readonly string[]): void {
    // Some terminals go to the next line when the last column is filled.
    const room = (this.terminalColumns ?? Number.POSITIVE_INFINITY) - 1;
    this.#write(lines.map((line) => `${wrapPrinted(this.#drawable(safeLine(line)), room)}\n`).join(''));
  }

  /** A text of ours with line ends of its own. */
  printBlock(text: string): void {
    this.print(...text.replace(/\n$/, '').split('\n'));
  }

  /** For programs: names are what they are. */
  printJson(value: unknown): void {
    this.#write(`${jsonLine(value)}\n`);
  }

  /**
   * On a terminal, in place of the line that the cursor is in.
   * @param paint adds colours
   */
  draw(line: string, paint: (line: string) => string): void {
    this.#write(`${toFirstColumn}${this.#drawable(paint(safeLine(line)))}${eraseToEnd}`);
  }

  #drawable(line: string): string {
    return this.#isConsole ? line.replaceAll('━', '█') : line;
  }

  /** Waits until everything has been handed to the system, or has failed. */
  async settle(): Promise<void> {
    await this.#written;
  }

  #write(text: string): void {
    if (this.#failure !== undefined) return;
    const written = new Promise<void>((done) => {
      try {
        this.#stream.write(text, (error) => {
          if (error) this.#fail(error);
          done();
        });
      } catch (error) {
        this.#fail(error);
        done();
      }
    });
    this.#written = this.#written.then(() => written);
  }

  #fail(error: unknown): void {
    if (this.#failure !== undefined) return;
    this.#failure = error ?? new Error('unknown');
    for (const listener of this.#listeners.splice(0)) listener(this.#failure);
  }
}
