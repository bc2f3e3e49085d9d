// One EventSource at a time, kept alive: the browser tries again by itself after a broken connection, but gives up when
// the server answers an error; then this opens a new one, after pauses that grow.

/** What this needs of an EventSource. */
export interface Source {
  readonly readyState: number;
  onopen: ((event: Event) => void) | null;
  onerror: ((event: Event) => void) | null;
  addEventListener(name: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

export interface EventStreamOptions {
  readonly open: (url: string) => Source;
  /** By name of the event; called with its data. */
  readonly listeners: Readonly<Record<string, (data: string) => void>>;
  /** Called when the server is heard, or no longer. */
  readonly onChange: (isHeard: boolean) => void;
}

/** EventSource.OPEN and CLOSED, which are not there outside browsers. */
const isOpen = 1;
const hasGivenUp = 2;
const longestPause = 5_000;

export class EventStream {
  readonly #options: EventStreamOptions;
  #url: string | undefined;
  #source: Source | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  constructor(options: EventStreamOptions) {
    this.#options = options;
  }

  /** Listens to this address from now on. */
  follow(url: string): void {
    if (url === this.#url) return;
    this.#url = url;
    this.#connect();
  }

  /** Tries at once: the network has come back, or somebody looks at the page. */
  wake(): void {
    if (this.#url !== undefined && this.#source?.readyState !== isOpen) this.#connect();
  }

  /** Stops trying until `wake` or another address. */
  pause(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = undefined;
  }

  #connect(): void {
    this.pause();
    const source = this.#options.open(this.#url as string);
    this.#source = source;
    source.onopen = () => {
      this.#failures = 0;
      this.#options.onChange(true);
    };
    source.onerror = () => {
      if (source !== this.#source) return;
      this.#options.onChange(false);
      if (source.readyState === hasGivenUp) {
        this.#timer = setTimeout(() => this.#connect(), pauseAfter(this.#failures++));
      }
    };
    for (const [name, listener] of Object.entries(this.#options.listeners)) {
      source.addEventListener(name, ({ data }) => listener(data));
    }
  }
}

/** Milliseconds. */
export function pauseAfter(failures: number): number {
  return Math.min(longestPause, 250 * 2 ** failures);
}
