// The end of a training step: new values of resident tensors. One formula runs over all tensors that lie one behind the
// other, as if they were one vector, in as few primitives as plan/formula.ts finds.
import { readInputs } from '../../graph/graph.ts';
import type { Node } from '../../graph/node.ts';
import { adjacentUpdates, type UpdateRun } from '../adjacent-updates.ts';
import { rangesOf } from '../ranges.ts';
import type { UpdateBundle } from '../updates.ts';
import type { Layout } from './library/abi.ts';
import type { NativeMemory } from './library/native.ts';
import type { PostOperation } from './library/onednn.ts';
import type { OneDnnStore } from './onednn-store.ts';
import { type FixedBlock, fixedBlock, type LateBlock, lateBlock, type Value } from './plan/block.ts';
import { type Follow, type Head, operandsOf, planFormula, type Term } from './plan/formula.ts';
import type { ProgramBuilder } from './program-builder.ts';

/** What is taken of each tensor at once: a few such parts stay in the caches of any processor, and a primitive has enough to do. */
const partBytes = 2 ** 20;

/** A bundle with the places of what is computed for it. */
interface PlacedBundle extends UpdateBundle {
  readonly places: readonly LateBlock[];
}

/**
 * Says where computed values are to be written: straight into the tensor that takes them if nothing else is done with
 * them, otherwise one behind the other, in the layout of that tensor.
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
      // Called when the value is lowered: by then the forward pass has chosen the parameter's layout.
      const place = (): Value => ({ block, layout: decideLayout(builder, bundle), isPart: false });
      if (builder.destinations.has(node)) builder.copies.push({ node, place });
      else builder.destinations.set(node, place);
      return block;
    });
    return { bundle: { ...bundle, places }, isDirect };
  });
  return placed.flatMap(({ bundle, isDirect }) => (isDirect ? [] : [bundle]));
}

/** The layout that all tensors of a bundle share. */
function decideLayout(builder: ProgramBuilder, { residents }: UpdateBundle): Layout {
  const names = residents.map(({ attrs }) => attrs.name);
  const decided = names.map((name) => builder.residentLayout(name)).find((layout) => layout !== undefined);
  const layout = decided ?? builder.plain(residents[0].shape);
  for (const name of names) builder.wish(name, layout);
  return layout;
}

/** Lays out the tensors that have no place yet, then writes the update steps. */
export function lowerUpdates(builder: ProgramBuilder, store: OneDnnStore, bundles: readonly PlacedBundle[]): void {
  for (const bundle of bundles) decideLayout(builder, bundle);
  store.layOut(builder.wishes);
  const shared = new Set(bundles.flatMap((bundle) => [...bundle.scalars.values()]));
  const scalars = new Map([...shared].map((node) => [node, builder.readPlain(node)]));
  builder.begin(undefined);
  for (const run of adjacentUpdates(bundles, (name) => store.placeOf(name))) {
    const [{ computed, residents }] = run.bundles;
    const [{ length: bytes }] = run.spans;
    const values = computed.map((_, leaf) => {
      const memory = store.computed(residents[0].attrs.name, bytes, leaf);
      placeInRun(run, leaf, memory, store);
      return memory;
    });
    const heads = planFormula(run.bundles[0]);
    // A single primitive reads nothing twice.
    const largest = heads.length > 1 ? partBytes : bytes;
    for (const part of partsOf(run.spans, values, largest))
      new Formula(builder, run.bundles[0], part, scalars).emit(heads);
  }
}

/** A stretch of each tensor of a formula: as long in each. */
interface Part {
  readonly residents: readonly FixedBlock[];
  readonly computed: readonly FixedBlock[];
  readonly bytes: number;
}

/** Each primitive of the formula goes over a part before the next one does, so that it finds it in the caches. */
function partsOf(spans: Run['spans'], computed: readonly NativeMemory[], largest: number): readonly Part[] {
  const [{ length }] = spans;
  return rangesOf(length, largest).map(({ start, length: bytes }) => ({
    residents: spans.map(({ memory, offset }) => fixedBlock(memory, offset + start)),
    computed: computed.map((memory) => fixedBlock(memory, start)),
    bytes,
  }));
}

function placeInRun({ bundles }: Run, leaf: number, memory: NativeMemory, store: OneDnnStore): void {
  let offset = 0;
  for (const { places, residents } of bundles) {
    places[leaf].place = fixedBlock(memory, offset);
    offset += store.placeOf(residents[0].attrs.name).length;
  }
}

type Run = UpdateRun<PlacedBundle, NativeMemory>;

/** Writes one formula over vectors. */
class Formula {
  readonly #builder: ProgramBuilder;
  readonly #bundle: UpdateBundle;
  readonly #vector: Layout;
  readonly #values = new Map<Node, Value>();
  /** Where the results belong. */
  readonly #targets = new Map<Node, Value>();

  constructor(
    builder: ProgramBuilder,
    bundle: UpdateBundle,
    { residents, computed, bytes }: Part,
    scalars: ReadonlyMap<Node, Value>,
  ) {
    this.#builder = builder;
    this.#bundle = bundle;
    this.#vector = builder.plain([bytes / 4]);
    const asVector = (block: Value['block']): Value => ({ block, layout: this.#vector, isPart: false });
    bundle.residents.forEach((node, position) => {
      this.#values.set(node, asVector(residents[position]));
    });
    bundle.computed.forEach((node, leaf) => {
      this.#values.set(node, asVector(computed[leaf]));
    });
    for (const [node, shared] of bundle.scalars) {
      const value = scalars.get(shared);
      if (value !== undefined) this.#values.set(node, { ...value, layout: builder.plain([1]) });
    }
    bundle.results.forEach((node, position) => {
      if (!this.#targets.has(node)) this.#targets.set(node, this.#value(bundle.residents[position]));
    });
  }

  /** @param heads of the formula */
  emit(heads: readonly Head[]): void {
    const { residents, results } = this.#bundle;
    heads.forEach((head, index) => {
      const y = this.#place(head, heads.slice(index + 1));
      this.#emitHead(head, y);
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

  /** The place where the result belongs, unless the value that lies there is still needed. */
  #place(head: Head, later: readonly Head[]): Value {
    const target = this.#targets.get(head.node);
    const isThere = (node: Node) => target !== undefined && this.#values.get(node)?.block === target.block;
    // A term may lie in the result's own memory, since the library has an operation that adds it; a factor may not.
    const isFactor = head.follow.some((each) => each.kind === 'binary' && isThere(each.operand));
    const mustStay = isFactor || later.some((other) => operandsOf(other).some(isThere));
    return target === undefined || mustStay ? this.#builder.temporary(this.#vector) : target;
  }

  #emitHead({ start, follow }: Head, y: Value): void {
    const { abi, oneDnn } = this.#builder;
    if (start.kind === 'sum') {
      this.#emitSum(start.terms, y);
      return;
    }
    const posts = follow.map((each) => this.#postOf(each, y));
    const attributes = oneDnn.attributes(posts.map(({ operation }) => operation));
    const x = this.#value(start.a);
    const operands = { x, y, posts: posts.map(({ operand }) => operand) };
    if (start.kind === 'eltwise') {
      const primitive = abi.eltwise({ x: x.layout, y: this.#vector }, start, attributes);
      this.#builder.emit('update', primitive, operands);
      return;
    }
    const x1 = this.#value(start.b);
    const primitive = abi.binary({ a: x.layout, b: x1.layout, y: this.#vector }, start, attributes);
    this.#builder.emit('update', primitive, { ...operands, x1 });
  }

  #postOf(each: Follow, y: Value): { readonly operation: PostOperation; readonly operand?: Value } {
    if (each.kind === 'eltwise') return { operation: each };
    const operand = this.#value(each.operand);
    const { layout } = operand;
    if (each.kind === 'binary') return { operation: { ...each, operand: layout }, operand };
    // The library's `sum` adds what the result's own memory holds.
    if (operand.block === y.block) return { operation: { kind: 'sum', scale: each.factor } };
    const algorithm = each.factor === -1 ? 'subtract' : 'add';
    return { operation: { kind: 'binary', algorithm, operand: layout }, operand };
  }

  /** A sum of terms with factors; a term in the result's own memory must come first. */
  #emitSum(terms: readonly Term[], y: Value): void {
    const sorted = terms
      .map(({ node, factor }) => ({ value: this.#value(node), factor }))
      .sort((a, b) => Number(b.value.block === y.block) - Number(a.value.block === y.block));
    const xs = sorted.map(({ value }) => value);
    const layouts = { xs: xs.map(({ layout }) => layout), y: this.#vector };
    const scales = sorted.map(({ factor }) => factor);
    const primitive = this.#builder.abi.sum(layouts, { scales }, this.#builder.oneDnn.plainAttributes);
    this.#builder.emit('update', primitive, { xs, y });
  }

  #value(node: Node): Value {
    const value = this.#values.get(node);
    if (value === undefined) throw new Error(`unreachable: %${node.id} is not part of the formula`);
    return value;
  }
}
