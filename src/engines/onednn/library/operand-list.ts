// What an execution reads: pairs of an argument code and a memory, one behind the other.
import { type Address, NativeMemory } from './native.ts';

const wordsPerOperand = 2;

export class OperandList {
  readonly count: number;
  readonly #memory: NativeMemory;

  constructor(operands: readonly { readonly argument: number; readonly memory: Address }[]) {
    this.count = operands.length;
    this.#memory = new NativeMemory(operands.length * wordsPerOperand * 8);
    const words = this.#memory.words(0, operands.length * wordsPerOperand);
    for (const [index, { argument, memory }] of operands.entries()) {
      words.set([BigInt(argument), memory], index * wordsPerOperand);
    }
  }

  get address(): Address {
    return this.#memory.address;
  }
}
