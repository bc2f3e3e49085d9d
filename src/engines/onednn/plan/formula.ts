// A formula over vectors, as few primitives. Each begins with a product, a quotient, a root or a sum, and takes along what
// follows on the way to its result, as long as nobody else needs to see what lies between.
import type { Node } from '../../../graph/node.ts';
import type { ArithmeticNode, UpdateBundle } from '../../updates.ts';
import type { BinaryAlgorithm, EltwiseAlgorithm } from '../library/abi.ts';

/** One primitive, whose result is kept in memory. */
export interface Head {
  readonly node: ArithmeticNode;
  readonly start: Start;
  readonly follow: readonly Follow[];
}

export type Start =
  | { readonly kind: 'binary'; readonly algorithm: BinaryAlgorithm; readonly a: Node; readonly b: Node }
  | ({ readonly kind: 'eltwise'; readonly a: Node } & Eltwise)
  | { readonly kind: 'sum'; readonly terms: readonly Term[] };

export interface Term {
  readonly node: Node;
  readonly factor: number;
}

/** An operation on a result before it is stored. */
export type Follow =
  | { readonly kind: 'binary'; readonly algorithm: 'multiply' | 'divide'; readonly operand: Node }
  /** Adds the operand times ±1, or times any factor if it lies in the memory of the result. */
  | { readonly kind: 'add'; readonly operand: Node; readonly factor: number }
  | ({ readonly kind: 'eltwise' } & Eltwise);

interface Eltwise {
  readonly algorithm: EltwiseAlgorithm;
  readonly alpha: number;
  readonly beta: number;
}

interface Chain {
  readonly start: Start;
  readonly follow: readonly Follow[];
}

/** The primitives of a formula, in an order in which they can run. */
export function planFormula(bundle: UpdateBundle): readonly Head[] {
  return new FormulaPlan(bundle).heads();
}

export function operandsOf({ start, follow }: Head): readonly Node[] {
  const first = start.kind === 'sum' ? start.terms.map(({ node }) => node) : [start.a];
  const second = start.kind === 'binary' ? [start.b] : [];
  return [...first, ...second, ...follow.flatMap((each) => (each.kind === 'eltwise' ? [] : [each.operand]))];
}

class FormulaPlan {
  readonly #bundle: UpdateBundle;
  readonly #operations: ReadonlySet<Node>;
  /** How many operations read a value; being a result counts as one more. */
  readonly #uses = new Map<Node, number>();
  /** The tensor that a result goes to. */
  readonly #targets = new Map<Node, Node>();
  readonly #planned = new Set<Node>();
  readonly #heads: Head[] = [];

  constructor(bundle: UpdateBundle) {
    this.#bundle = bundle;
    this.#operations = new Set(bundle.operations);
    for (const read of [...bundle.operations.flatMap(({ inputs }) => inputs), ...bundle.results]) {
      this.#uses.set(read, (this.#uses.get(read) ?? 0) + 1);
    }
    bundle.results.forEach((node, position) => {
      if (!this.#targets.has(node)) this.#targets.set(node, bundle.residents[position]);
    });
  }

  heads(): readonly Head[] {
    for (const result of this.#bundle.results) this.#need(result);
    return this.#heads;
  }

  /** Plans the primitives that compute a value, after those that it reads from. */
  #need(node: Node): void {
    if (!this.#isOperation(node) || this.#planned.has(node)) return;
    this.#planned.add(node);
    const head = { node, ...(isLinear(node) ? this.#planSum(node) : this.#chain(node)) };
    for (const operand of operandsOf(head)) this.#need(operand);
    this.#heads.push(head);
  }

  /** One term's chain, with the other terms added to it, if that is possible; else a sum of values in memory. */
  #planSum(node: ArithmeticNode): Chain {
    const terms = this.#terms(node, 1);
    for (const spine of terms) {
      const others = terms.filter((term) => term !== spine);
      const chain = this.#taken(spine.node);
      if (chain === undefined || !others.every((other) => this.#canAdd(other, node))) continue;
      const scaled = scale(chain.follow, spine.factor);
      if (!isPossible(scaled)) continue;
      const added = others.map(({ node: operand, factor }) => ({ kind: 'add', operand, factor }) as const);
      return { start: chain.start, follow: [...scaled, ...added] };
    }
    return { start: { kind: 'sum', terms }, follow: [] };
  }

  /** The terms of a sum, those of inner sums included. */
  #terms(node: ArithmeticNode, factor: number): readonly Term[] {
    return node.inputs.flatMap((input, index) => {
      const sign = node.op === 'subtract' && index === 1 ? -1 : 1;
      const inputFactor = factor * sign * (node.op === 'scale' ? node.attrs.factor : 1);
      const isTaken = this.#isOperation(input) && isLinear(input) && this.#isInner(input);
      return isTaken ? this.#terms(input, inputFactor) : [{ node: input, factor: inputFactor }];
    });
  }

  /** Whether the library can add the term: a factor other than ±1 only if the result overwrites the term. */
  #canAdd({ node, factor }: Term, result: Node): boolean {
    return Math.abs(factor) === 1 || (this.#targets.get(result) === node && this.#uses.get(node) === 1);
  }

  #chain(node: ArithmeticNode): Chain {
    const [a, b] = node.inputs;
    if (node.op === 'squareRoot' || node.op === 'scale') {
      const step = eltwiseOf(node);
      return this.#goOn(a, step) ?? { start: { ...step, a }, follow: [] };
    }
    const goneOn =
      node.op === 'multiply'
        ? (this.#goOn(a, ...this.#timesOf(b)) ?? this.#goOn(b, ...this.#timesOf(a)))
        : (this.#goOn(a, { kind: 'binary', algorithm: 'divide', operand: b }) ??
          this.#goOn(b, inverse, ...this.#timesOf(a)));
    return goneOn ?? { start: { kind: 'binary', algorithm: node.op, a, b }, follow: [] };
  }

  /** The chain that computes a value, continued by further operations; undefined if the value has to be in memory. */
  #goOn(node: Node, ...further: readonly Follow[]): Chain | undefined {
    const chain = this.#taken(node);
    const follow = [...(chain?.follow ?? []), ...further];
    return chain !== undefined && isPossible(follow) ? { start: chain.start, follow } : undefined;
  }

  #timesOf(node: Node): readonly Follow[] {
    const factors = this.#isScaledLeaf(node) ? node.inputs : [node];
    return factors.map((operand) => ({ kind: 'binary', algorithm: 'multiply', operand }) as const);
  }

  /** The chain by which a reader computes the value itself, if it can. */
  #taken(node: Node): Chain | undefined {
    if (!this.#isOperation(node) || isLinear(node) || !(this.#isInner(node) || this.#isScaledLeaf(node)))
      return undefined;
    const chain = this.#chain(node);
    // The library is slow where something follows a primitive of one operand.
    return chain.start.kind === 'binary' ? chain : undefined;
  }

  /** A tensor times a number, which every reader computes anew: that costs less than keeping it. */
  #isScaledLeaf(node: Node): boolean {
    if (!this.#isOperation(node) || node.op !== 'multiply' || this.#targets.has(node)) return false;
    return !this.#isOperation(node.inputs[0]) && this.#bundle.scalars.has(node.inputs[1]);
  }

  /** Whether a single reader needs the value. */
  #isInner(node: Node): boolean {
    return this.#uses.get(node) === 1 && !this.#targets.has(node);
  }

  #isOperation(node: Node): node is ArithmeticNode {
    return this.#operations.has(node);
  }
}

/** 1 / x */
const inverse: Follow = { kind: 'eltwise', algorithm: 'power', alpha: 1, beta: -1 };

/** The chain's result times a factor. An inverse that only products follow takes the factor up. */
function scale(follow: readonly Follow[], factor: number): readonly Follow[] {
  if (factor === 1) return follow;
  const last = follow.findLast((each) => each.kind !== 'binary');
  if (last?.kind !== 'eltwise' || last.algorithm !== 'power') {
    return [...follow, { kind: 'eltwise', algorithm: 'linear', alpha: factor, beta: 0 }];
  }
  return follow.map((each) => (each === last ? { ...last, alpha: last.alpha * factor } : each));
}

/** In version 2 of the library, all elementwise operations of one algorithm in a primitive have the same numbers. */
function isPossible(follow: readonly Follow[]): boolean {
  const numbers = new Map<string, string>();
  return follow.every((each) => {
    if (each.kind !== 'eltwise') return true;
    const text = `${each.alpha} ${each.beta}`;
    const isAlone = (numbers.get(each.algorithm) ?? text) === text;
    numbers.set(each.algorithm, text);
    return isAlone;
  });
}

function eltwiseOf(node: Node) {
  if (node.op !== 'scale') return { kind: 'eltwise', algorithm: 'squareRoot', alpha: 0, beta: 0 } as const;
  const { factor, offset = 0 } = node.attrs;
  return { kind: 'eltwise', algorithm: 'linear', alpha: factor, beta: offset } as const;
}

/** Whether it is a sum of its operands with constant factors. */
function isLinear(node: ArithmeticNode): boolean {
  return node.op === 'add' || node.op === 'subtract' || (node.op === 'scale' && (node.attrs.offset ?? 0) === 0);
}
