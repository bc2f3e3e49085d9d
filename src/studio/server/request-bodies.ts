// Bodies of requests, bounded: each in its size and its time, and all that are held at once in their sum, so that bodies
// that never end, however many, cost no more than a few that are right.
import { type Clock, systemClock } from '../follower/polling.ts';
import { badRequest, RequestFailure } from './failure.ts';

export interface BodyLimits {
  /** Bytes of one. */
  readonly largest: number;
  /** Bytes of all that are held at once. */
  readonly mostHeld: number;
  /** Milliseconds until one is there as a whole. */
  readonly longest: number;
}

export class RequestBodies {
  readonly #limits: BodyLimits;
  readonly #clock: Clock;
  #held = 0;

  constructor(limits: BodyLimits, clock: Clock = systemClock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** Bytes of all. */
  get held(): number {
    return this.#held;
  }

  /**
   * @param what it is, for people, e.g. `the picture`
   * @param use the body counts among those that are held until this ends
   * @throws RequestFailure for one that is too large, too slow, or one too many
   */
  async read<Result>(request: Request, what: string, use: (bytes: Uint8Array) => Promise<Result>): Promise<Result> {
    const { largest, mostHeld } = this.#limits;
    if (Number(request.headers.get('content-length')) > largest) throw tooLarge(what, largest);
    const parts: Uint8Array[] = [];
    let length = 0;
    try {
      for await (const part of this.#partsOf(request, what)) {
        length += part.length;
        this.#held += part.length;
        if (length > largest) throw tooLarge(what, largest);
        if (this.#held > mostHeld)
          throw closing(503, 'BUSY', 'too much is being sent to this server', 'try again soon');
        parts.push(part);
      }
      const bytes = Buffer.concat(parts);
      parts.length = 0;
      return await use(bytes);
    } finally {
      this.#held -= length;
    }
  }

  /** A page that goes away while it sends is no fault of this server. */
  async *#partsOf({ body }: Request, what: string): AsyncGenerator<Uint8Array> {
    if (body === null) return;
    const reader = body.getReader();
    let isLate = false;
    const cancelTimer = this.#clock.after(this.#limits.longest, () => {
      isLate = true;
      reader.cancel().catch(() => {});
    });
    try {
      for (;;) {
        const { value, done } = await reader.read().catch(() => {
          throw badRequest(`${what} did not arrive as a whole`, 'send it again');
        });
        if (isLate) throw closing(408, 'TOO_SLOW', `${what} took too long to arrive`, 'send it again');
        if (done) return;
        yield value;
      }
    } finally {
      cancelTimer();
      reader.cancel().catch(() => {});
    }
  }
}

/** What is left of the body is not to be waited for. */
function closing(status: number, code: string, message: string, hint: string): RequestFailure {
  return new RequestFailure(status, { code, message, hint }, { Connection: 'close' });
}

function tooLarge(what: string, largest: number): RequestFailure {
  return closing(413, 'TOO_LARGE', `${what} has more than ${largest / 2 ** 20} MiB`, 'save it again, smaller');
}
