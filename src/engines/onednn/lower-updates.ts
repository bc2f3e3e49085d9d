// The end of a training step: new values of resident tensors. One formula runs over all tensors that lie one behind the
// other, as if they were one vector, in as few primitives as it has shared intermediate results.
import type { Node } from '../../graph/node.ts';
import type { Layout } from './library/abi.ts';
import type { NativeMemory } from './library/native.ts';
import type { PostOperation } from './library/onednn.ts';
import type { OneDnnStore, Slot } from './onednn-store.ts';
import { fixedBlock, type LateBlock, lateBlock, type Value } from './plan/block.ts';
import type { ArithmeticNode, UpdateBundle } from './plan/updates.ts';
import type { ProgramBuilder } from './program-builder.ts';

/** A bundle with the places of its gradients. */
interface PlacedBundle extends UpdateBundle {
  readonly gradients: readonly LateBlock[];
}

/** Says where gradients are to be written: in the layout of their parameter, one behind the other. */
export function placeGradients(builder: ProgramBuilder, bundles: readonly UpdateBundle[]): readonly PlacedBundle[] {
  return bundles.map((bundle) => {
    const gradients = bundle.computed.map((node) => {
      const block = lateBlock(`gradient of ${bundle.residents[0].attrs.name}`);
      // Asked for when the gradient is lowered: by then the forward pass has chosen the parameter's layout.
      const place = (): Value => ({ block, layout: decideLayout(builder, bundle), isPart: false });
      if (builder.destinations.has(node)) builder.copies.push({ node, place });
      else builder.destinations.set(node, place);
      return block;
    });
    return { ...bundle, gradients };
  });
}

/** The tensors of a bundle lie alike. */
function decideLayout(builder: ProgramBuilder, { residents }: UpdateBundle): Layout {
  const names = residents.map(({ attrs }) => attrs.name);
  const decided = names.map((name) => builder.residentLayout(name)).find((layout) => layout !== undefined);
  const layout = decided ?? builder.plain(residents[0].shape);
  for (const name of names) if (builder.residentLayout(name) === undefined) builder.wishes.set(name, layout);
  return layout;
}

/** Lays out what is still without a place, then writes the update steps. */
export function lowerUpdates(builder: ProgramBuilder, store: OneDnnStore, bundles: readonly PlacedBundle[]): void {
  for (const bundle of bundles) decideLayout(builder, bundle);
  store.layOut(wishesInOrder(builder, bundles));
  const scalars = new Map(bundles.flatMap((bundle) => bundle.scalars).map((node) => [node, builder.readPlain(node)]));
  builder.begin(undefined);
  builder.phase = 'update';
  for (const run of adjacentRuns(store, bundles)) {
    const bytes = run.slots.reduce((sum, [slot]) => sum + slot.bytes, 0);
    const [{ computed, residents }] = run.bundles;
    const gradients = computed.map((_, leaf) =>
      placeGradientsOf(run, leaf, store.gradients(residents[0].attrs.name, bytes, leaf)),
    );
    new Formula(builder, run, bytes / 4, gradients, scalars).emit();
  }
}

/** Parameters first and together, then each kind of optimizer state. */
function wishesInOrder({ wishes }: ProgramBuilder, bundles: readonly UpdateBundle[]): ReadonlyMap<string, Layout> {
  const ordered = new Map<string, Layout>();
  const most = Math.max(0, ...bundles.map(({ residents }) => residents.length));
  for (let position = 0; position < most; position++) {
    for (const { residents } of bundles) {
      const name = residents[position]?.attrs.name;
      const layout = name === undefined ? undefined : wishes.get(name);
      if (name !== undefined && layout !== undefined) ordered.set(name, layout);
    }
  }
  return new Map([...ordered, ...wishes]);
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

function placeGradientsOf({ bundles, slots }: Run, leaf: number, memory: NativeMemory): NativeMemory {
  let offset = 0;
  bundles.forEach(({ gradients }, index) => {
    gradients[leaf].place = fixedBlock(memory, offset);
    offset += slots[index][0].bytes;
  });
  return memory;
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
    gradients: readonly NativeMemory[],
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
      this.#values.set(node, asVector(fixedBlock(gradients[leaf])));
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
    const { operations, residents, results } = this.#bundle;
    const heads = operations.filter((node) => !operations.some((reader) => this.#takesAlong(reader, node)));
    heads.forEach((node, index) => {
      const target = this.#targets.get(node);
      const isReadLater = heads.slice(index + 1).some((later) => this.#reads(later, target));
      const y = target === undefined || isReadLater ? this.#builder.temporary(this.#vector) : target;
      this.#emitHead(node, y);
      this.#values.set(node, y);
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

  /** Whether a reader computes an operand in the same primitive: terms of a sum, or a product that is added. */
  #takesAlong(reader: ArithmeticNode, node: Node): node is ArithmeticNode {
    if (!isLinear(reader) || !reader.inputs.includes(node)) return false;
    if (this.#uses.get(node) !== 1 || this.#targets.has(node)) return false;
    const operation = this.#bundle.operations.find((candidate) => candidate === node);
    if (operation === undefined) return false;
    return isLinear(operation) || (reader.op !== 'scale' && this.#productOf(reader) === operation);
  }

  /** The product that an addition or subtraction takes along, where nothing else would be. */
  #productOf({ inputs }: ArithmeticNode): Node | undefined {
    const inner = inputs.filter((input) => this.#uses.get(input) === 1 && !this.#values.has(input));
    return inner.length === 1 && inner[0].op === 'multiply' ? inner[0] : undefined;
  }

  #emitHead(node: ArithmeticNode, y: Value): void {
    const product = isLinear(node) && node.op !== 'scale' ? this.#productOf(node) : undefined;
    if (product !== undefined) this.#emitProduct(product, node, y);
    else if (node.op === 'multiply') this.#emitProduct(node, undefined, y);
    else this.#emitSum(node, y);
  }

  /** a·b, or with what is added to it or what it is taken from. */
  #emitProduct(product: Node, reader: ArithmeticNode | undefined, y: Value): void {
    const { abi, oneDnn } = this.#builder;
    const other = reader?.inputs.find((input) => input !== product);
    const posts: { readonly operation: PostOperation; readonly operand?: Value }[] = [];
    if (reader?.op === 'subtract' && reader.inputs[1] === product) {
      posts.push({ operation: { kind: 'eltwise', algorithm: 'linear', alpha: -1, beta: 0 } });
    }
    if (other !== undefined) {
      const operand = this.#value(other);
      const algorithm = reader?.op === 'subtract' && reader.inputs[0] === product ? 'subtract' : 'add';
      // What is added from the result's own memory is the library's `sum`.
      if (algorithm === 'add' && operand.block === y.block) posts.push({ operation: { kind: 'sum' } });
      else posts.push({ operation: { kind: 'binary', algorithm, operand: operand.layout }, operand });
    }
    const [x, x1] = product.inputs.map((input) => this.#value(input));
    const attributes = oneDnn.attributes(posts.map(({ operation }) => operation));
    const layouts = { a: x.layout, b: x1.layout, y: this.#vector };
    const primitive = abi.binary(layouts, { algorithm: 'multiply' }, attributes);
    this.#builder.emit('update', primitive, { x, x1, y, posts: posts.map(({ operand }) => operand) });
  }

  /** A sum of terms with factors; the result's own memory must be the first. */
  #emitSum(node: ArithmeticNode, y: Value): void {
    const terms = this.#terms(node, 1).sort(
      (a, b) => Number(b.value.block === y.block) - Number(a.value.block === y.block),
    );
    const xs = terms.map(({ value }) => value);
    const layouts = { xs: xs.map(({ layout }) => layout), y: this.#vector };
    const scales = terms.map(({ factor }) => factor);
    const primitive = this.#builder.abi.sum(layouts, { scales }, this.#builder.oneDnn.plainAttributes);
    this.#builder.emit('update', primitive, { xs, y });
  }

  #terms(node: ArithmeticNode, factor: number): { readonly value: Value; readonly factor: number }[] {
    return node.inputs.flatMap((input, index) => {
      const sign = node.op === 'subtract' && index === 1 ? -1 : 1;
      const inputFactor = factor * sign * (node.op === 'scale' ? node.attrs.factor : 1);
      if (this.#takesAlong(node, input)) return this.#terms(input, inputFactor);
      return [{ value: this.#value(input), factor: inputFactor }];
    });
  }

  #reads(node: ArithmeticNode, target: Value | undefined): boolean {
    if (target === undefined) return false;
    return node.inputs.some((input) =>
      this.#takesAlong(node, input) ? this.#reads(input, target) : this.#values.get(input)?.block === target.block,
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
