// How far the numbers in a stretch of memory are from zero: three reductions by the library, over shares that threads can
// take. Its maximum and minimum pass over NaN; the sum does not.
import { argumentCodes } from './library/codes.ts';
import { type Address, NativeMemory } from './library/native.ts';
import type { OneDnn } from './library/onednn.ts';
import { OperandList } from './library/operand-list.ts';

const shares = 16;
const algorithms = ['max', 'min', 'sum'] as const;

export class MemoryMagnitude {
  readonly #oneDnn: OneDnn;
  readonly #reductions: readonly { readonly primitive: Address; readonly operands: OperandList }[];
  readonly #results = new NativeMemory(algorithms.length * shares * 4);

  /** @param count of float32 numbers: a multiple of 16, and more than that */
  constructor(oneDnn: OneDnn, address: Address, count: number) {
    const { abi, plainAttributes } = oneDnn;
    const [x, y] = [abi.plainLayout([shares, count / shares]), abi.plainLayout([shares, 1])];
    this.#oneDnn = oneDnn;
    this.#reductions = algorithms.map((algorithm, index) => {
      const reduction = abi.reduction({ x, y }, { algorithm }, plainAttributes);
      const operands = [
        { argument: argumentCodes.x, memory: oneDnn.memory(x, address) },
        { argument: argumentCodes.y, memory: oneDnn.memory(y, this.#results.address + BigInt(index * shares * 4)) },
      ];
      return { primitive: oneDnn.primitive(reduction), operands: new OperandList(operands) };
    });
  }

  /** Not finite where a number is not, or where they are so large that their sum is not. */
  read(): number {
    for (const { primitive, operands } of this.#reductions) this.#oneDnn.execute(primitive, operands);
    const results = this.#results.float32(0, algorithms.length * shares);
    if (!results.every(Number.isFinite)) return Number.NaN;
    return results.subarray(0, 2 * shares).reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  }
}
