// What the library can tell of the numbers in a stretch of memory: how far they are from zero, whether all of them are
// finite, the sum of their squares. Each is a few reductions over shares that threads can take.
import type { ReductionAlgorithm } from './library/abi.ts';
import { argumentCodes } from './library/codes.ts';
import { type Address, NativeMemory } from './library/native.ts';
import type { OneDnn } from './library/onednn.ts';
import { OperandList } from './library/operand-list.ts';

const shares = 16;
/** How many numbers are squared at once, so that their squares stay in the caches: a multiple of the number of shares. */
const squaredAtOnce = 2 ** 18;

/** A primitive with its operands. */
interface Call {
  readonly primitive: Address;
  readonly operands: OperandList;
}

interface Numbers {
  readonly memory: NativeMemory;
  /** In bytes. */
  readonly offset: number;
  readonly count: number;
}

/** Measures numbers where they lie. */
export class MemoryMeasures {
  readonly #oneDnn: OneDnn;
  readonly #numbers: Numbers;
  readonly #results = new NativeMemory(shares * 4);
  readonly #reductions = new Map<ReductionAlgorithm, Call>();
  #squares: readonly { readonly square: Call; readonly sum: Call }[] | undefined;
  readonly #within: <Result>(work: () => Result) => Result;

  /**
   * @param numbers a multiple of 16 of them, and more than 16
   * @param within has what is made in the library belong to the store
   */
  constructor(oneDnn: OneDnn, numbers: Numbers, within: <Result>(work: () => Result) => Result) {
    this.#oneDnn = oneDnn;
    this.#numbers = numbers;
    this.#within = within;
  }

  /** The largest magnitude; not finite if a number is not, or if the numbers are so large that their sum is not. */
  magnitude(): number {
    // The library's maximum and minimum ignore NaN; its sum does not.
    if (!this.areFinite()) return Number.NaN;
    const extremes = (['max', 'min'] as const).flatMap((algorithm) => [...this.#reduce(algorithm)]);
    return extremes.every(Number.isFinite) ? Math.max(...extremes.map(Math.abs)) : Number.NaN;
  }

  /** False if a number is not finite, or if the numbers are so large that their sum is not. */
  areFinite(): boolean {
    return this.#reduce('sum').every(Number.isFinite);
  }

  sumOfSquares(): number {
    this.#squares ??= this.#within(() => this.#prepareSquares());
    let total = 0;
    for (const { square, sum } of this.#squares) {
      this.#execute(square);
      this.#execute(sum);
      for (const share of this.#results.float32(0, shares)) total += share;
    }
    return total;
  }

  #reduce(algorithm: ReductionAlgorithm): Float32Array {
    const known = this.#reductions.get(algorithm);
    const call = known ?? this.#within(() => this.#reduction(algorithm, this.#numbers));
    this.#reductions.set(algorithm, call);
    this.#execute(call);
    return this.#results.float32(0, shares);
  }

  #prepareSquares() {
    const { memory, offset, count: total } = this.#numbers;
    const squares = new NativeMemory(Math.min(squaredAtOnce, total) * 4);
    const pieces: { readonly square: Call; readonly sum: Call }[] = [];
    for (let start = 0; start < total; start += squaredAtOnce) {
      const count = Math.min(squaredAtOnce, total - start);
      const square = this.#square({ memory, offset: offset + start * 4, count }, squares);
      pieces.push({ square, sum: this.#reduction('sum', { memory: squares, offset: 0, count }) });
    }
    return pieces;
  }

  #square({ memory, offset, count }: Numbers, squares: NativeMemory): Call {
    const { abi, plainAttributes } = this.#oneDnn;
    const layout = abi.plainLayout([count]);
    const primitive = abi.binary({ a: layout, b: layout, y: layout }, { algorithm: 'multiply' }, plainAttributes);
    const x = this.#oneDnn.memory(layout, memory, offset);
    const operands = [
      { argument: argumentCodes.x, memory: x },
      { argument: argumentCodes.x1, memory: x },
      { argument: argumentCodes.y, memory: this.#oneDnn.memory(layout, squares) },
    ];
    return { primitive: this.#oneDnn.primitive(primitive), operands: new OperandList(operands) };
  }

  #reduction(algorithm: ReductionAlgorithm, { memory, offset, count }: Numbers): Call {
    const { abi, plainAttributes } = this.#oneDnn;
    const [x, y] = [abi.plainLayout([shares, count / shares]), abi.plainLayout([shares, 1])];
    const primitive = this.#oneDnn.primitive(abi.reduction({ x, y }, { algorithm }, plainAttributes));
    const operands = [
      { argument: argumentCodes.x, memory: this.#oneDnn.memory(x, memory, offset) },
      { argument: argumentCodes.y, memory: this.#oneDnn.memory(y, this.#results) },
    ];
    return { primitive, operands: new OperandList(operands) };
  }

  #execute({ primitive, operands }: Call): void {
    this.#oneDnn.execute(primitive, operands);
  }
}
