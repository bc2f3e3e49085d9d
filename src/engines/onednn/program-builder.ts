// What lowerings write a program with: values in layouts, steps that compute them, reorders where layouts differ.
import { EngineError } from '../../errors/engine-error.ts';
import { type Graph, isResident, nodesOf } from '../../graph/graph.ts';
import type { Node, NodeOf } from '../../graph/node.ts';
import type { Shape } from '../../graph/shape.ts';
import type { Abi, ConvolutionAlgorithm, Layout, NormOptions, PrimitiveHandle, Storage } from './library/abi.ts';
import { argumentCodes } from './library/codes.ts';
import { NativeMemory } from './library/native.ts';
import type { OneDnn } from './library/onednn.ts';
import { atLeastOneAxis, type OneDnnStore } from './onednn-store.ts';
import { fixedBlock, type LateBlock, lateBlock, type PlannedBlock, plannedBlock, type Value } from './plan/block.ts';
import { type Fusions, findFusions } from './plan/fusions.ts';
import type { Operand, Phase, Step } from './plan/step.ts';
import type { StorageChoices } from './storage-choices.ts';

export type OperandRole = Exclude<keyof typeof argumentCodes, 'scratchpad' | 'xs'>;

/** What a step reads and writes; `xs` are the terms of a list, `posts` the operands of post-operations. */
export interface Operands extends Readonly<Partial<Record<OperandRole, Value | undefined>>> {
  readonly xs?: readonly Value[];
  readonly posts?: readonly (Value | undefined)[];
}

/** Writes a run's input into the program's memory. */
export interface InputWriter {
  readonly name: string;
  readonly block: PlannedBlock;
  /** Elements of the target. */
  readonly count: number;
  readonly write: (input: Float32Array | Int32Array, target: Float32Array) => void;
}

/** A pooling or normalisation that was run, with what its gradient needs of it. */
export interface Pooled {
  readonly primitive: PrimitiveHandle;
  readonly x: Value;
  readonly y: Value;
  readonly workspace: Value | undefined;
}

/** A batch normalisation that was run, with what its gradient needs of it. */
export interface Normalised {
  readonly primitive: PrimitiveHandle;
  readonly options: NormOptions;
  readonly x: Value;
  readonly mean: Value;
  readonly variance: Value;
  readonly scale: Value | undefined;
  readonly shift: Value | undefined;
  readonly workspace: Value | undefined;
}

export interface BuilderOptions {
  readonly graph: Graph;
  /** Nodes that are lowered one by one: all but those of the update formulas. */
  readonly nodes: readonly Node[];
  readonly oneDnn: OneDnn;
  readonly store: OneDnnStore;
  readonly convolution: ConvolutionAlgorithm;
  /** Storage of activations and their gradients; parameters, their gradients and everything else are float32. */
  readonly storage: Storage;
  readonly choices: StorageChoices;
}

export class ProgramBuilder {
  readonly graph: Graph;
  readonly oneDnn: OneDnn;
  readonly abi: Abi;
  readonly convolution: ConvolutionAlgorithm;
  readonly storage: Storage;
  readonly choices: StorageChoices;
  readonly fusions: Fusions;
  readonly writers: InputWriter[] = [];
  readonly late: LateBlock[] = [];
  /** Blocks that are needed from before the first step to after the last. */
  readonly pinned = new Set<PlannedBlock>();
  /** Blocks that a gradient reads once more, without an edge in the graph. */
  readonly readAgain = new Set<Value['block']>();
  /** The layouts that operations wish for resident tensors that have none yet. */
  readonly wishes = new Map<string, Layout>();
  /** Where a node's value must end up. */
  readonly destinations = new Map<Node, () => Value>();
  /** Where a value must be copied to besides. */
  readonly copies: { readonly node: Node; readonly place: () => Value }[] = [];
  /** Poolings that were run, for their gradients. */
  readonly pooled = new Map<Node, Pooled>();
  /** Normalisations that were run, for their gradients. */
  readonly normalised = new Map<Node, Normalised>();
  /** Local response normalisations that were run, for their gradients. */
  readonly locallyNormalised = new Map<Node, Pooled>();
  /** Gradients of concatenations that were masked as a whole, by concatenation and gradient. */
  readonly masked = new Map<string, Value>();
  /** Labels as rows of targets, by what makes them. */
  readonly targets = new Map<string, Value>();
  phase: Phase = 'main';
  readonly #store: OneDnnStore;
  readonly #steps: Record<Phase, Step[]> = { resident: [], main: [] };
  /** Values of each node: first the one that its lowering made, then copies in other layouts. */
  readonly #values = new Map<Node, Value[]>();
  readonly #constants: ReadonlySet<Node>;
  readonly #owners = new Map<Value['block'], Node>();
  #current: Node | undefined;

  constructor({ graph, nodes, oneDnn, store, convolution, storage, choices }: BuilderOptions) {
    this.graph = graph;
    this.oneDnn = oneDnn;
    this.abi = oneDnn.abi;
    this.convolution = convolution;
    this.storage = storage;
    this.choices = choices;
    this.fusions = findFusions(graph, nodes);
    this.#store = store;
    this.#constants = nodesOf(graph, (input) => isResident(input) && graph.updates.size === 0);
  }

  get steps(): readonly Step[] {
    return [...this.#steps.resident, ...this.#steps.main];
  }

  /** Says which node the following steps belong to. */
  begin(node: Node | undefined): void {
    this.#current = node;
  }

  /** Whether it depends on resident tensors alone, which no run of this program changes. */
  isConstant(node: Node): boolean {
    return this.#constants.has(node);
  }

  isDefined(node: Node): boolean {
    return this.#values.has(node);
  }

  plain(shape: Shape): Layout {
    return this.abi.plainLayout(atLeastOneAxis(shape));
  }

  /** Leaves the layout to the library, in the program's storage: for activations, their gradients, and weights used with them. */
  any(shape: Shape, storage: Storage = this.storage): Layout {
    return this.abi.anyLayout(atLeastOneAxis(shape), storage);
  }

  /** The value in the layout that it has, if that has the node's axes: weights of groups may have one more. */
  read(node: Node): Value {
    const value = this.#made(node);
    const { length } = this.abi.shapeOf(value.layout);
    return length === atLeastOneAxis(node.shape).length ? value : this.readPlain(node);
  }

  /** The value in a layout of the reader's choice, which may divide an axis into two. */
  readAs(node: Node, layout: Layout): Value {
    // A parameter is never kept in bf16: its changes are too small for that.
    this.suggest(node, () => (this.abi.storageOf(layout) === 'float32' ? layout : this.plain(node.shape)));
    const values = this.#values.get(node) ?? [];
    const known = values.find((value) => this.oneDnn.isSame(value.layout, layout));
    if (known !== undefined) return known;
    const copy = this.#reordered(this.#made(node), layout, this.isConstant(node));
    this.#values.set(node, [...values, copy]);
    return copy;
  }

  /** @param layout a suggestion, called only if the node is a resident tensor that nothing has read yet */
  suggest(node: Node, layout: () => Layout): void {
    if (node.op === 'input' && isResident(node) && !this.isDefined(node)) this.#readResident(node, layout());
  }

  readPlain(node: Node): Value {
    return this.readAs(node, this.plain(node.shape));
  }

  /** The value in memory of its own, not as a window into a larger one. */
  readDense(node: Node): Value {
    const value = this.read(node);
    return value.isPart ? this.readPlain(node) : value;
  }

  /** Values computed from resident tensors alone keep their memory, since they are computed only after those have changed. */
  temporary(layout: Layout): Value {
    if (this.phase === 'resident') return this.kept(layout);
    return { block: plannedBlock(this.oneDnn.sizeOf(layout)), layout, isPart: false };
  }

  /** Memory that keeps its content between runs. It holds zeros when `fill` is given it. */
  kept(layout: Layout, fill?: (content: Float32Array) => void): Value {
    const bytes = this.oneDnn.sizeOf(layout);
    const memory = new NativeMemory(bytes);
    fill?.(memory.float32(0, bytes / 4));
    return { block: fixedBlock(memory), layout, isPart: false };
  }

  /** Memory for a node's value: its destination, if that has the layout. */
  place(node: Node, layout: Layout): Value {
    const destination = this.destinations.get(node)?.();
    if (destination !== undefined && this.oneDnn.isSame(destination.layout, layout)) return destination;
    return this.temporary(layout);
  }

  define(node: Node, value: Value): void {
    this.#values.set(node, [value]);
    if (!this.#owners.has(value.block)) this.#owners.set(value.block, node);
    const destination = this.destinations.get(node)?.();
    if (destination !== undefined && destination !== value && destination.block !== value.block) {
      this.reorder(value, destination);
    }
  }

  /** Whether the only reader of a node may overwrite its memory. @param readers how many of its uses are that reader's */
  canOverwrite(node: Node, readers = 1): boolean {
    const { block, isPart } = this.#made(node);
    if (block.kind !== 'planned' || isPart || this.pinned.has(block) || this.destinations.has(node)) return false;
    if (this.readAgain.has(block)) return false;
    return this.#owners.get(block) === node && this.fusions.uses.get(node) === readers;
  }

  /** A window into a value: without a copy where its layout can express that, else into a plain copy. */
  part(whole: Value, wholeShape: Shape, shape: Shape, start: Shape): Value {
    const layout = this.#partLayout(whole.layout, shape, start);
    if (layout !== undefined) return { block: whole.block, layout, isPart: true };
    const copy = this.#reordered(whole, this.plain(wholeShape), false);
    return { block: copy.block, layout: this.abi.partLayout(copy.layout, shape, start), isPart: true };
  }

  /** Has `write` called with each run's input of that name, before the first step. */
  writeInput(name: string, { block }: Value, count: number, write: InputWriter['write']): void {
    if (block.kind !== 'planned') throw new Error('unreachable: inputs are written into planned memory');
    this.pinned.add(block);
    this.writers.push({ name, block, count, write });
  }

  /** Copies between layouts. If they divide axes differently, a plain layout lies between, whose bytes are the same for both. */
  reorder(from: Value, to: Value): void {
    if (this.abi.shapeOf(from.layout).length === this.abi.shapeOf(to.layout).length) {
      this.emit('reorder', this.oneDnn.reorder(from.layout, to.layout), { x: from, y: to });
    } else {
      const between = this.temporary(this.oneDnn.plainLike(from.layout));
      this.reorder(from, between);
      this.reorder({ ...between, layout: this.oneDnn.plainLike(to.layout) }, to);
    }
  }

  emit(kind: string, primitive: PrimitiveHandle, { xs = [], posts = [], ...roles }: Operands): void {
    const operands: Operand[] = [];
    for (const [role, value] of Object.entries(roles) as [OperandRole, Value | undefined][]) {
      if (value !== undefined) operands.push({ argument: argumentCodes[role], value });
    }
    for (const [index, value] of xs.entries()) operands.push({ argument: argumentCodes.xs + index, value });
    for (const [index, value] of posts.entries()) {
      if (value === undefined) continue;
      operands.push({ argument: this.abi.postOperandArgument * (index + 1) + argumentCodes.x1, value });
    }
    const scratchpad = this.oneDnn.query(primitive, 'scratchpad');
    if (scratchpad !== undefined) {
      operands.push({ argument: argumentCodes.scratchpad, value: this.temporary(scratchpad) });
    }
    this.#steps[this.phase].push({ phase: this.phase, kind, node: this.#current, primitive, operands });
  }

  /** The layout of a resident tensor, if it is decided. */
  residentLayout(name: string): Layout | undefined {
    const like = this.#store.tensor(name)?.like;
    return this.#ownLayout(name) ?? (like === undefined ? undefined : this.#ownLayout(like));
  }

  /** Wishes for a layout of a resident tensor, unless its layout is decided already. */
  wish(name: string, layout: Layout): void {
    if (this.#ownLayout(name) === undefined) this.wishes.set(name, layout);
  }

  #ownLayout(name: string): Layout | undefined {
    return this.#store.slot(name)?.layout ?? this.wishes.get(name);
  }

  /** The value that the node's lowering made. */
  #made(node: Node): Value {
    const [value] = this.#values.get(node) ?? [];
    if (value !== undefined) return value;
    if (node.op === 'input' && isResident(node)) return this.#readResident(node, this.plain(node.shape));
    throw new Error(`unreachable: %${node.id} ${node.op} is read before it is computed`);
  }

  #partLayout(whole: Layout, shape: Shape, start: Shape): Layout | undefined {
    try {
      return this.abi.partLayout(whole, shape, start);
    } catch (error) {
      if (error instanceof EngineError) return undefined;
      throw error;
    }
  }

  #readResident(node: NodeOf<'input'>, wish: Layout): Value {
    const { name } = node.attrs;
    const decided = this.residentLayout(name);
    const layout = decided ?? (this.#canKeep(wish) ? wish : this.plain(node.shape));
    this.wish(name, layout);
    const block = lateBlock(name);
    this.late.push(block);
    const value: Value = { block, layout, isPart: false };
    this.#values.set(node, [value]);
    return value;
  }

  /** Whether values in this layout can be read back: weights in Winograd's form cannot. */
  #canKeep(layout: Layout): boolean {
    try {
      this.oneDnn.reorder(layout, this.oneDnn.plainLike(layout));
      return true;
    } catch (error) {
      if (error instanceof EngineError) return false;
      throw error;
    }
  }

  #reordered(value: Value, layout: Layout, isConstant: boolean): Value {
    const { phase } = this;
    if (isConstant) this.phase = 'resident';
    const copy = isConstant ? this.kept(layout) : this.temporary(layout);
    this.reorder(value, copy);
    this.phase = phase;
    return copy;
  }
}
