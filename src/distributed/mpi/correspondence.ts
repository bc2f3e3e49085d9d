// Beside the collectives, on a communicator of their own, ranks tell each other where they are, that they failed and why, and
// that they have ended. Nothing is sent while all goes well, and nothing is heard unless somebody looks.
import type { Failure, Position } from '../collective-problems.ts';
import { decodeMessage, encodeMessage, type Message, messageBytes } from './message.ts';
import { type Communicator, type MpiCalls, MpiFailure, type Request } from './mpi-calls.ts';

export class Correspondence {
  readonly #calls: MpiCalls;
  readonly #communicator: Communicator;
  readonly #others: readonly number[];
  readonly #received = new Uint8Array(messageBytes);
  #sending: readonly Request[] = [];
  #position: Position = { count: 0, operation: 'close', bytes: 0 };
  /** Answers since the last `ask`. */
  readonly #positions = new Map<number, Position>();
  readonly #gone = new Set<number>();
  /** Those to which MPI does not send any more. */
  readonly #lost = new Set<number>();
  #failure: Failure | undefined;

  /** @param communicator one that nothing else uses */
  constructor(calls: MpiCalls, communicator: Communicator, others: readonly number[]) {
    this.#calls = calls;
    this.#communicator = communicator;
    this.#others = others;
  }

  /** The first failure that another rank told of. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** Where those are that answered, by rank. */
  get positions(): ReadonlyMap<number, Position> {
    return this.#positions;
  }

  /** Other ranks that have not said farewell. */
  get remaining(): readonly number[] {
    return this.#others.filter((rank) => !this.#gone.has(rank));
  }

  /** Those of them that can be heard of. */
  get reachable(): readonly number[] {
    return this.remaining.filter((rank) => !this.#lost.has(rank));
  }

  /** What is answered from now on. */
  moveTo(position: Position): void {
    this.#position = position;
  }

  ask(): void {
    this.#positions.clear();
    this.#tellOthers({ kind: 'ask' });
  }

  announce(failure: Failure): void {
    this.#tellOthers({ kind: 'failure', failure });
  }

  sayFarewell(): void {
    this.#tellOthers({ kind: 'farewell' });
  }

  /** Reads what has come, and answers. */
  attend(): void {
    for (;;) {
      const from = this.#calls.receiveIfThere(this.#received, this.#communicator);
      if (from === undefined) break;
      this.#hear(from, decodeMessage(this.#received));
    }
    this.#sending = this.#sending.filter((request) => !request.isDone());
  }

  #hear(from: number, message: Message): void {
    if (message.kind === 'ask') this.#tell(from, { kind: 'position', position: this.#position });
    else if (message.kind === 'position') this.#positions.set(from, message.position);
    else if (message.kind === 'failure') this.#failure ??= message.failure;
    else this.#gone.add(from);
  }

  #tellOthers(message: Message): void {
    for (const rank of this.reachable) this.#tell(rank, message);
  }

  #tell(rank: number, message: Message): void {
    try {
      const sent = this.#calls.send(encodeMessage(message), rank, this.#communicator);
      this.#sending = [...this.#sending, sent];
    } catch (error) {
      if (!(error instanceof MpiFailure)) throw error;
      this.#lost.add(rank);
    }
  }
}
