// Runs a model's `forward` once on values without numbers and writes down what it does: the operations as a graph,
// and the calls of modules for the summary.
import { ModelError } from '../errors/model-error.ts';
import type { Graph } from '../graph/graph.ts';
import { GraphBuilder } from '../graph/graph-builder.ts';
import type { Node } from '../graph/node.ts';
import type { InputRole, OpAttrs, OpName } from '../graph/op-attrs.ts';
import { printShape, type Shape, sameShape, type ValueType } from '../graph/shape.ts';
import type { Buffer } from '../nn/buffer.ts';
import type { Module } from '../nn/module.ts';
import { Parameter } from '../nn/parameter.ts';
import { type Mode, type Operand, Tensor, type Tracer } from '../nn/tensor.ts';
import { opTable } from '../ops/op-table.ts';

/** One call of a module, in order of calls. */
export interface ModuleCall {
  readonly module: Module;
  /** `''` for the model itself. */
  readonly path: string;
  /** 0 for the model itself. */
  readonly depth: number;
  readonly inputShapes: readonly Shape[];
  readonly outputShape: Shape;
  /** Ids of the graph's nodes that came during the call, those of calls inside included: from the first, up to the end. */
  readonly nodes: { readonly first: number; readonly end: number };
  /** What it returned: a value of the trace's graph, before any pass. */
  readonly output: Tensor;
}

/** Logits besides the model's own, whose loss counts so much. */
export interface Auxiliary {
  readonly logits: Tensor;
  readonly weight: number;
}

/** One run of a model's `forward` on tensors without numbers: its operations as a graph, its calls in order. */
export class Trace implements Tracer {
  readonly #graph = new GraphBuilder(opTable);
  readonly #paths = new Map<Module, string>();
  readonly mode: Mode;
  readonly auxiliaries: Auxiliary[] = [];
  readonly #names = new Map<Parameter | Buffer, string>();
  /** What reading one gives: its input or, for a buffer that was updated, its next value. */
  readonly #held = new Map<Parameter | Buffer, Node>();
  readonly #updates = new Map<string, Node>();
  readonly #maskCounts = new Map<string, number>();
  /** Calls in order of entering; an entry is filled when its call returns. */
  readonly #calls: (ModuleCall | undefined)[] = [];
  #depth = 0;

  /** @param roots the modules to be called, each with the path it is filed under (`''` for the model) */
  constructor(roots: ReadonlyMap<string, Module>, mode: Mode = 'evaluation') {
    this.mode = mode;
    for (const [root, top] of roots) {
      for (const [path, module] of top.namedModules(root)) if (!this.#paths.has(module)) this.#paths.set(module, path);
      for (const [name, tensor] of top.namedTensors()) {
        if (!this.#names.has(tensor)) this.#names.set(tensor, root === '' ? name : `${root}.${name}`);
      }
    }
  }

  input(name: string, role: InputRole, type: ValueType): Tensor {
    return new Tensor(this, this.#graph.input(name, role, type));
  }

  apply<K extends OpName>(op: K, attrs: OpAttrs[K], operands: readonly Operand[]): Tensor {
    const inputs = operands.map((operand) =>
      operand instanceof Tensor ? this.#ownNode(operand) : this.#heldNode(operand),
    );
    return new Tensor(this, this.#graph.add<K>(op, attrs, inputs) as Node);
  }

  call(module: Module, inputs: readonly Tensor[]): Tensor {
    const path = this.#paths.get(module);
    if (path === undefined) {
      throw new ModelError(
        `${this.#graph.scope}: calls a ${module.constructor.name} that is not one of its properties`,
        {
          hint: 'assign child modules to properties in the constructor',
        },
      );
    }
    const outer = this.#graph.scope;
    const position = this.#calls.push(undefined) - 1;
    this.#graph.scope = path;
    this.#depth++;
    const first = this.#graph.nodes.length;
    const output = module.forward(...inputs);
    this.#depth--;
    this.#graph.scope = outer;
    if (!(output instanceof Tensor)) {
      throw new ModelError(`${path || module.constructor.name}: forward must return a tensor`);
    }
    const inputShapes = inputs.map((input) => input.shape);
    const nodes = { first, end: this.#graph.nodes.length };
    const depth = this.#depth;
    this.#calls[position] = { module, path, depth, inputShapes, outputShape: output.shape, nodes, output };
    return output;
  }

  dropMask(shape: Shape, dropProbability: number): Tensor {
    const { scope } = this.#graph;
    const count = (this.#maskCounts.get(scope) ?? 0) + 1;
    this.#maskCounts.set(scope, count);
    const name = `mask.${scope}${count === 1 ? '' : `.${count}`}`;
    const type = { shape, dtype: 'float32' } as const;
    return new Tensor(this, this.#graph.input(name, 'noise', type, { noise: { dropProbability } }));
  }

  update(buffer: Buffer, value: Tensor): void {
    const node = this.#ownNode(value);
    if (this.mode === 'evaluation') {
      throw new ModelError(`${this.#graph.scope}: updates a buffer in an evaluation`, {
        hint: "update where tracer.mode is 'training'",
      });
    }
    if (!sameShape(node.shape, buffer.shape)) {
      throw new ModelError(
        `${this.#graph.scope}: updates a buffer of ${printShape(buffer.shape)} with ${printShape(node.shape)}`,
      );
    }
    this.#heldNode(buffer);
    this.#held.set(buffer, node);
    this.#updates.set(this.#nameOf(buffer), node);
  }

  addAuxiliary(logits: Tensor, weight: number): void {
    this.#ownNode(logits);
    this.auxiliaries.push({ logits, weight });
  }

  get calls(): readonly ModuleCall[] {
    return this.#calls.filter((call) => call !== undefined);
  }

  build(name: string, outputs: Readonly<Record<string, Tensor>>): Graph {
    const nodes = new Map(Object.entries(outputs).map(([key, { node }]) => [key, node]));
    return this.#graph.build(name, nodes, this.#updates);
  }

  #ownNode({ tracer, node }: Tensor): Node {
    if (tracer !== this) throw new ModelError(`${this.#graph.scope}: uses a tensor of another trace`);
    return node;
  }

  #heldNode(held: Parameter | Buffer): Node {
    const known = this.#held.get(held);
    if (known !== undefined) return known;
    const type = { shape: held.shape, dtype: 'float32' } as const;
    const node =
      held instanceof Parameter
        ? this.#graph.input(this.#nameOf(held), 'parameter', type)
        : this.#graph.input(this.#nameOf(held), 'buffer', type, held.least > -Infinity ? { least: held.least } : {});
    this.#held.set(held, node);
    return node;
  }

  #nameOf(held: Parameter | Buffer): string {
    const name = this.#names.get(held);
    if (name !== undefined) return name;
    const kind = held instanceof Parameter ? 'parameter' : 'buffer';
    throw new ModelError(`${this.#graph.scope}: uses a ${kind} that is not a property of any module`, {
      hint: `assign ${kind}s to properties in the constructor`,
    });
  }
}
