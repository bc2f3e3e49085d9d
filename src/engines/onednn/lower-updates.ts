// The end of a training step: new values of resident tensors. One formula runs over all tensors that lie one behind the
// other, as if they were one vector, in as few primitives as it has shared intermediate results.
import { readInputs } from '../../graph/graph.ts';
import type { Node } from '../../graph/node.ts';
import type { Layout } from './library/abi.ts';
import type { NativeMemory } from './library/native.ts';
import type { PostOperation } from './library/onednn.ts';
import type { OneDnnStore, Slot } from './onednn-store.ts';
import { fixedBlock, type LateBlock, lateBlock, type Value } from './plan/block.ts';
import type { ArithmeticNode, UpdateBundle } from './plan/updates.ts';
import type { ProgramBuilder } from './program-builder.ts';

/** A bundle with the places of what is computed for it. */
interface PlacedBundle extends UpdateBundle {
  readonly places: readonly LateBlock[];
}

/**
 * Says where computed values are to be written: straight into the tensor that takes them, where nothing else is done with
 * them; otherwise in the layout of their tensor, one behind the other.
 * @returns the bundles that remain to be written
 */
export function placeComputed(builder: ProgramBuilder, bundles: readonly UpdateBundle[]): readonly PlacedBundle[] {
  const read = new Set(readInputs(builder.graph));
  const placed = bundles.map((bundle) => {
    const [{ attrs }] = bundle.residents;
    const isDirect = bundle.operations.length === 0 && bundle.computed.length === 1 && !read.has(bundle.residents[0]);
    const places = bundle.computed.map((node) => {
      const block = lateBlock(isDirect ? attrs.name : `computed for ${attrs.name}`);
      if (isDirect) builder.late.push(block);
      // Asked for when the value is lowered: by then the forward pass has chosen the parameter's layout.
      const place = (): Value => ({ block, layout: decideLayout(builder, bundle), isPart: false });
      if (builder.destinations.has(node)) builder.copies.push({ node, place });
      else builder.destinations.set(node, place);
      return block;
    });
    return { bundle: { ...bundle, places }, isDirect };
  });
  return placed.flatMap(({ bundle, isDirect }) => (isDirect ? [] : [bundle]));
}

/** The tensors of a bundle lie alike. */
function decideLayout(builder: ProgramBuilder, { residents }: UpdateBundle): Layout {
  const names = residents.map(({ attrs }) => attrs.name);
  const decided = names.map((name) => builder.residentLayout(name)).find((layout) => layout !== undefined);
  const layout = decided ?? builder.plain(residents[0].shape);
  for (const name of names) builder.wish(name, layout);
  return layout;
}

/** Lays out what is still without a place, then writes the update steps. */
export function lowerUpdates(builder: ProgramBuilder, store: OneDnnStore, bundles: readonly PlacedBundle[]): void {
  for (const bundle of bundles) decideLayout(builder, bundle);
  store.layOut(builder.wishes);
  const scalars = new Map(bundles.flatMap((bundle) => bundle.scalars).map((node) => [node, builder.readPlain(node)]));
  builder.begin(undefined);
  for (const run of adjacentRuns(store, bundles)) {
    const bytes = run.slots.reduce((sum, [slot]) => sum + slot.bytes, 0);
    const [{ computed, residents }] = run.bundles;
    const values = computed.map((_, leaf) =>
      placeInRun(run, leaf, store.computed(residents[0].attrs.name, bytes, leaf)),
    );
    new Formula(builder, run, bytes / 4, values, scalars).emit();
  }
}

interface Run {
  readonly bundles: PlacedBundle[];
  /** Of each bundle, the places of its residents. */
  readonly slots: (readonly Slot[])[];
}

function adjacentRuns(store: OneDnnStore, bundles: readonly PlacedBundle[]): readonly Run[] {
  const runs: Run[] = [];
  for (const bundle of bundles) {
    const slots = bundle.residents.map(({ attrs }) => store.requireSlot(attrs.name));
    const run = runs.at(-1);
    const last = run?.slots.at(-1);
    const follows =
      last !== undefined &&
      run?.bundles[0].formula === bundle.formula &&
      slots.every(
        ({ block, bytes }, position) =>
          block.memory === last[position].block.memory &&
          block.offset === last[position].block.offset + last[position].bytes &&
          bytes === slots[0].bytes,
      );
    if (follows) {
      run?.bundles.push(bundle);
      run?.slots.push(slots);
    } else runs.push({ bundles: [bundle], slots: [slots] });
  }
  return runs;
}

function placeInRun({ bundles, slots }: Run, leaf: number, memory: NativeMemory): NativeMemory {
  let offset = 0;
  bundles.forEach(({ places }, index) => {
    places[leaf].place = fixedBlock(memory, offset);
    offset += slots[index][0].bytes;
  });
  return memory;
}

/** A result of the formula that is kept in memory, with what one primitive takes into it. */
interface Head {
  readonly node: ArithmeticNode;
  /** What is added up, besides a product. */
  readonly terms: readonly Term[];
  /** The operands of a product, of which all but the first two are single numbers. */
  readonly product: readonly Node[];
  /** By which the product counts in the sum. */
  readonly sign: number;
}

interface Term {
  readonly node: Node;
  readonly factor: number;
}

/** Writes one formula over vectors. */
class Formula {
  readonly #builder: ProgramBuilder;
  readonly #bundle: UpdateBundle;
  readonly #vector: Layout;
  readonly #values = new Map<Node, Value>();
  readonly #uses = new Map<Node, number>();
  /** Where the results belong. */
  readonly #targets = new Map<Node, Value>();

  constructor(
    builder: ProgramBuilder,
    { bundles: [bundle], slots: [slots] }: Run,
    length: number,
    computed: readonly NativeMemory[],
    scalars: ReadonlyMap<Node, Value>,
  ) {
    this.#builder = builder;
    this.#bundle = bundle;
    this.#vector = builder.plain([length]);
    const asVector = (block: Value['block']): Value => ({ block, layout: this.#vector, isPart: false });
    bundle.residents.forEach((node, position) => {
      this.#values.set(node, asVector(slots[position].block));
    });
    bundle.computed.forEach((node, leaf) => {
      this.#values.set(node, asVector(fixedBlock(computed[leaf])));
    });
    for (const node of bundle.scalars) {
      const value = scalars.get(node);
      if (value !== undefined) this.#values.set(node, { ...value, layout: builder.plain([1]) });
    }
    for (const read of [...bundle.operations.flatMap(({ inputs }) => inputs), ...bundle.results]) {
      this.#uses.set(read, (this.#uses.get(read) ?? 0) + 1);
    }
    bundle.results.forEach((node, position) => {
      if (!this.#targets.has(node)) this.#targets.set(node, this.#value(bundle.residents[position]));
    });
  }

  emit(): void {
    const { residents, results } = this.#bundle;
    const heads = this.#heads();
    heads.forEach((head, index) => {
      const later = heads.slice(index + 1);
      const target = this.#targets.get(head.node);
      const isReadLater = later.some((other) => this.#reads(other, target));
      const y = target === undefined || isReadLater ? this.#builder.temporary(this.#vector) : target;
      if (head.product.length > 0) this.#emitProduct(head, y);
      else this.#emitSum(head, y);
      this.#values.set(head.node, y);
    });
    const misplaced = results.flatMap((node, position) => {
      const [value, target] = [this.#value(node), this.#value(residents[position])];
      if (value.block === target.block) return [];
      // By way of a copy: the value may be a tensor that is itself about to be updated.
      const copy = this.#builder.temporary(this.#vector);
      this.#builder.reorder(value, copy);
      return [{ copy, target }];
    });
    for (const { copy, target } of misplaced) this.#builder.reorder(copy, target);
  }

  /** Readers first, so that each takes along what it can. */
  #heads(): readonly Head[] {
    const taken = new Set<Node>();
    const heads: Head[] = [];
    for (const node of this.#bundle.operations.toReversed()) {
      if (taken.has(node)) continue;
      const head = isLinear(node) ? this.#sumHead(node, taken) : this.#productHead(node, taken);
      heads.unshift(head);
    }
    return heads;
  }

  #productHead(node: ArithmeticNode, taken: Set<Node>): Head {
    return { node, terms: [], product: this.#factors(node, taken), sign: 1 };
  }

  #sumHead(node: ArithmeticNode, taken: Set<Node>): Head {
    const terms = this.#terms(node, 1, taken);
    const products = terms.filter((term) => term.node.op === 'multiply' && this.#isInner(term.node));
    const [product] = products;
    const others = terms.filter((term) => term !== product);
    const own = this.#targets.get(node);
    const canAdd = ({ node: other, factor }: Term) =>
      Math.abs(factor) === 1 || (own !== undefined && this.#values.get(other)?.block === own.block);
    if (products.length !== 1 || Math.abs(product.factor) !== 1 || !others.every(canAdd)) {
      return { node, terms, product: [], sign: 1 };
    }
    taken.add(product.node);
    return { node, terms: others, product: this.#factors(product.node, taken), sign: product.factor };
  }

  /** What a sum consists of: sums inside it are taken along. */
  #terms(node: ArithmeticNode, factor: number, taken: Set<Node>): readonly Term[] {
    return node.inputs.flatMap((input, index) => {
      const sign = node.op === 'subtract' && index === 1 ? -1 : 1;
      const inputFactor = factor * sign * (node.op === 'scale' ? node.attrs.factor : 1);
      if (!this.#isInner(input) || !isLinear(input)) return [{ node: input, factor: inputFactor }];
      taken.add(input);
      return this.#terms(input, inputFactor, taken);
    });
  }

  /** Of a product: of products with single numbers inside it, the operands are taken along. */
  #factors({ inputs: [a, b] }: Node, taken: Set<Node>): readonly Node[] {
    if (!this.#isInner(a) || a.op !== 'multiply' || !this.#bundle.scalars.includes(b)) return [a, b];
    taken.add(a);
    return [...this.#factors(a, taken), b];
  }

  /** Whether nobody but one reader needs to see it. */
  #isInner(node: Node): node is ArithmeticNode {
    if (this.#uses.get(node) !== 1 || this.#targets.has(node)) return false;
    return this.#bundle.operations.some((operation) => operation === node);
  }

  /** a·b·c…, or with what is added to it. */
  #emitProduct({ product: [first, second, ...factors], sign, terms }: Head, y: Value): void {
    const { abi, oneDnn } = this.#builder;
    const posts: { readonly operation: PostOperation; readonly operand?: Value }[] = factors.map((factor) => {
      const operand = this.#value(factor);
      return { operation: { kind: 'binary', algorithm: 'multiply', operand: operand.layout }, operand };
    });
    if (sign === -1) posts.push({ operation: { kind: 'eltwise', algorithm: 'linear', alpha: -1, beta: 0 } });
    for (const { node, factor } of terms) {
      const operand = this.#value(node);
      const algorithm = factor === -1 ? 'subtract' : 'add';
      // What is added from the result's own memory is the library's `sum`.
      if (operand.block === y.block) posts.push({ operation: { kind: 'sum', scale: factor } });
      else posts.push({ operation: { kind: 'binary', algorithm, operand: operand.layout }, operand });
    }
    const [x, x1] = [this.#value(first), this.#value(second)];
    const attributes = oneDnn.attributes(posts.map(({ operation }) => operation));
    const layouts = { a: x.layout, b: x1.layout, y: this.#vector };
    const primitive = abi.binary(layouts, { algorithm: 'multiply' }, attributes);
    this.#builder.emit('update', primitive, { x, x1, y, posts: posts.map(({ operand }) => operand) });
  }

  /** A sum of terms with factors; the result's own memory must be the first. */
  #emitSum({ terms }: Head, y: Value): void {
    const sorted = terms
      .map(({ node, factor }) => ({ value: this.#value(node), factor }))
      .sort((a, b) => Number(b.value.block === y.block) - Number(a.value.block === y.block));
    const xs = sorted.map(({ value }) => value);
    const layouts = { xs: xs.map(({ layout }) => layout), y: this.#vector };
    const scales = sorted.map(({ factor }) => factor);
    const primitive = this.#builder.abi.sum(layouts, { scales }, this.#builder.oneDnn.plainAttributes);
    this.#builder.emit('update', primitive, { xs, y });
  }

  #reads({ terms, product }: Head, target: Value | undefined): boolean {
    if (target === undefined) return false;
    return [...terms.map(({ node }) => node), ...product].some(
      (node) => this.#values.get(node)?.block === target.block,
    );
  }

  #value(node: Node): Value {
    const value = this.#values.get(node);
    if (value === undefined) throw new Error(`unreachable: %${node.id} is not part of the formula`);
    return value;
  }
}

/** Of its operands: a sum of terms with constant factors. */
function isLinear(node: ArithmeticNode): boolean {
  return node.op !== 'multiply';
}
