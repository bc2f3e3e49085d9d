// What the library can tell of the numbers in a stretch of memory: how far they are from zero, whether all of them are
// finite, the sum of their squares. Each is a few reductions over shares that threads can take.
import type { ReductionAlgorithm } from './library/abi.ts';
import { argumentCodes } from './library/codes.ts';
import { type Address, NativeMemory } from './library/native.ts';
import type { OneDnn } from './library/onednn.ts';
import { OperandList } from './library/operand-list.ts';

const shares = 16;
/** Numbers that are squared at once: their squares stay in the caches. A multiple of the shares. */
const squaredAtOnce = 2 ** 18;

/** A primitive with its operands. */
interface Call {
  readonly primitive: Address;
  readonly operands: OperandList;
}

/** Measures numbers where they lie. @param count a multiple of 16, and more than that */
export class MemoryMeasures {
  readonly #oneDnn: OneDnn;
  readonly #address: Address;
  readonly #count: number;
  readonly #results = new NativeMemory(shares * 4);
  readonly #reductions = new Map<ReductionAlgorithm, Call>();
  #squares: readonly { readonly square: Call; readonly sum: Call }[] | undefined;
  readonly #within: <Result>(work: () => Result) => Result;

  /** @param within has what is made in the library belong to the store */
  constructor(oneDnn: OneDnn, address: Address, count: number, within: <Result>(work: () => Result) => Result) {
    this.#oneDnn = oneDnn;
    this.#address = address;
    this.#count = count;
    this.#within = within;
  }

  /** The largest magnitude; not finite where a number is not, or where they are so large that their sum is not. */
  magnitude(): number {
    // The library's maximum and minimum pass over NaN; the sum does not.
    if (!this.areFinite()) return Number.NaN;
    const extremes = (['max', 'min'] as const).flatMap((algorithm) => [...this.#reduce(algorithm)]);
    return extremes.every(Number.isFinite) ? Math.max(...extremes.map(Math.abs)) : Number.NaN;
  }

  /** False where a number is not finite, or where they are so large that their sum is not. */
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
    const call = known ?? this.#within(() => this.#reduction(algorithm, this.#address, this.#count));
    this.#reductions.set(algorithm, call);
    this.#execute(call);
    return this.#results.float32(0, shares);
  }

  #prepareSquares() {
    const squares = new NativeMemory(Math.min(squaredAtOnce, this.#count) * 4);
    const pieces: { readonly square: Call; readonly sum: Call }[] = [];
    for (let start = 0; start < this.#count; start += squaredAtOnce) {
      const length = Math.min(squaredAtOnce, this.#count - start);
      const square = this.#square(this.#address + BigInt(start * 4), squares, length);
      pieces.push({ square, sum: this.#reduction('sum', squares.address, length) });
    }
    return pieces;
  }

  #square(address: Address, squares: NativeMemory, length: number): Call {
    const { abi, plainAttributes } = this.#oneDnn;
    const layout = abi.plainLayout([length]);
    const primitive = abi.binary({ a: layout, b: layout, y: layout }, { algorithm: 'multiply' }, plainAttributes);
    const x = this.#oneDnn.memory(layout, address);
    const operands = [
      { argument: argumentCodes.x, memory: x },
      { argument: argumentCodes.x1, memory: x },
      { argument: argumentCodes.y, memory: this.#oneDnn.memory(layout, squares.address) },
    ];
    return { primitive: this.#oneDnn.primitive(primitive), operands: new OperandList(operands) };
  }

  #reduction(algorithm: ReductionAlgorithm, address: Address, length: number): Call {
    const { abi, plainAttributes } = this.#oneDnn;
    const [x, y] = [abi.plainLayout([shares, length / shares]), abi.plainLayout([shares, 1])];
    const primitive = this.#oneDnn.primitive(abi.reduction({ x, y }, { algorithm }, plainAttributes));
    const operands = [
      { argument: argumentCodes.x, memory: this.#oneDnn.memory(x, address) },
      { argument: argumentCodes.y, memory: this.#oneDnn.memory(y, this.#results.address) },
    ];
    return { primitive, operands: new OperandList(operands) };
  }

  #execute({ primitive, operands }: Call): void {
    this.#oneDnn.execute(primitive, operands);
  }
}
