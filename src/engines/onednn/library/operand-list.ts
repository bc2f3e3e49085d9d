// What an execution reads: pairs of an argument code and a memory, one behind the other.
import { type Address, NativeMemory } from './native.ts';

const wordsPerOperand = 2;

export class OperandList {
  readonly count: number;
  /** The pairs as the library reads them. */
  readonly words: BigInt64Array;

  constructor(operands: readonly { readonly argument: number; readonly memory: Address }[]) {
    this.count = operands.length;
    const length = operands.length * wordsPerOperand;
    this.words = new NativeMemory(length * 8).words(0, length);
    for (const [index, { argument, memory }] of operands.entries()) {
      this.words.set([BigInt(argument), memory], index * wordsPerOperand);
    }
  }
}
