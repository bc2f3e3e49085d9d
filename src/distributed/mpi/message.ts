// What ranks tell each other beside the collectives: records of one size, small enough that MPI sends them without asking.
import { type Failure, operations, type Position } from '../collective-problems.ts';

export const messageBytes = 2048;
/** Kind, four numbers, the length of the text. */
const headBytes = 6 * 4;

export type Message =
  /** Where are you? */
  | { readonly kind: 'ask' }
  /** The answer; undefined before the first collective. */
  | { readonly kind: 'position'; readonly position: Position }
  /** A rank failed: the sender, or one that told it. */
  | { readonly kind: 'failure'; readonly failure: Failure }
  /** The sender has saved what it has, and ends. */
  | { readonly kind: 'farewell' };

const kinds = ['ask', 'position', 'failure', 'farewell'] as const;

export function encodeMessage(message: Message): Uint8Array {
  const bytes = Buffer.alloc(messageBytes);
  const numbers = numbersOf(message);
  for (const [index, number] of [kinds.indexOf(message.kind), ...numbers].entries())
    bytes.writeUInt32LE(number, index * 4);
  if (message.kind === 'failure') {
    // At most what fits; a character that is cut through is left out.
    const length = bytes.write(message.failure.reason, headBytes);
    bytes.writeUInt32LE(length, headBytes - 4);
  }
  return bytes;
}

export function decodeMessage(bytes: Uint8Array): Message {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const number = (index: number) => data.readUInt32LE(index * 4);
  const kind = kinds[number(0)];
  if (kind === 'position') {
    const position = { count: number(1), operation: operations[number(2)], bytes: number(3) * 2 ** 32 + number(4) };
    return { kind, position };
  }
  if (kind === 'failure') {
    const reason = data.toString('utf8', headBytes, headBytes + number(5));
    return { kind, failure: { rank: number(1), reason } };
  }
  return { kind };
}

function numbersOf(message: Message): readonly number[] {
  if (message.kind === 'failure') return [message.failure.rank];
  if (message.kind !== 'position') return [];
  const { count, operation, bytes } = message.position;
  return [count, operations.indexOf(operation), Math.floor(bytes / 2 ** 32), bytes % 2 ** 32];
}
