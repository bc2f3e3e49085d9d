// What the library can tell of the numbers in a stretch of memory: how far they are from zero, whether all of them are
// finite, the sum of their squares. Each is a few reductions over shares that threads can take.
import { rangesOf } from '../ranges.ts';
import type { ReductionAlgorithm } from './library/abi.ts';
import { argumentCodes } from './library/codes.ts';
import { type Address, NativeMemory } from './library/native.ts';
import type { OneDnn } from './library/onednn.ts';
import { OperandList } from './library/operand-list.ts';

const shares = 16;
/** How many numbers are looked at together, so that they stay in the caches for the next look: about. */
const atOnce = 2 ** 18;

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
  #sum: Call | undefined;
  #extremes: readonly (readonly Call[])[] | undefined;
  #squares: readonly (readonly Call[])[] | undefined;
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
    this.#extremes ??= this.#within(() =>
      piecesOf(this.#numbers).map((piece) =>
        // The library's maximum and minimum ignore NaN; its sum does not.
        (['sum', 'max', 'min'] as const).map((algorithm) => this.#reduction(algorithm, piece)),
      ),
    );
    let largest = 0;
    for (const piece of this.#extremes) {
      const [sums, ...extremes] = piece.map((call) => this.#resultsOf(call));
      if (![sums, ...extremes].every((results) => results.every(Number.isFinite))) return Number.NaN;
      largest = Math.max(largest, ...extremes.flat().map(Math.abs));
    }
    return largest;
  }

  /** False if a number is not finite, or if the numbers are so large that their sum is not. */
  areFinite(): boolean {
    this.#sum ??= this.#within(() => this.#reduction('sum', this.#numbers));
    return this.#resultsOf(this.#sum).every(Number.isFinite);
  }

  sumOfSquares(): number {
    this.#squares ??= this.#within(() => this.#prepareSquares());
    let total = 0;
    for (const [square, sum] of this.#squares) {
      this.#execute(square);
      for (const share of this.#resultsOf(sum)) total += share;
    }
    return total;
  }

  #prepareSquares(): readonly (readonly Call[])[] {
    const pieces = piecesOf(this.#numbers);
    const memory = new NativeMemory(Math.max(...pieces.map(({ count }) => count)) * 4);
    return pieces.map((piece) => {
      const squares = { memory, offset: 0, count: piece.count };
      return [this.#square(piece, memory), this.#reduction('sum', squares)];
    });
  }

  #resultsOf(call: Call): readonly number[] {
    this.#execute(call);
    return [...this.#results.float32(0, shares)];
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

/** Pieces of nearly one size, since the library reduces none that has one number for each share. */
function piecesOf({ memory, offset, count: total }: Numbers): readonly Numbers[] {
  const count = shares * Math.ceil(total / Math.ceil(total / atOnce) / shares);
  return rangesOf(total, count).map(({ start, length }) => ({ memory, offset: offset + start * 4, count: length }));
}
