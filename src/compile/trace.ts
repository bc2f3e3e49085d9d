// Runs a model's `forward` once on values without numbers and writes down what it does: the operations as a graph,
// and the calls of modules for the summary.
import { ModelError } from '../errors/model-error.ts';
import type { Graph } from '../graph/graph.ts';
import { GraphBuilder } from '../graph/graph-builder.ts';
import type { Node } from '../graph/node.ts';
import type { InputRole, OpAttrs, OpName } from '../graph/op-attrs.ts';
import type { Shape, ValueType } from '../graph/shape.ts';
import type { Module } from '../nn/module.ts';
import { Parameter } from '../nn/parameter.ts';
import { Tensor, type Tracer } from '../nn/tensor.ts';
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

/** One run of a model's `forward` on tensors without numbers: its operations as a graph, its calls in order. */
export class Trace implements Tracer {
  readonly #graph = new GraphBuilder(opTable);
  readonly #paths = new Map<Module, string>();
  readonly #names = new Map<Parameter, string>();
  readonly #parameters = new Map<Parameter, Node>();
  /** Calls in order of entering; an entry is filled when its call returns. */
  readonly #calls: (ModuleCall | undefined)[] = [];
  #depth = 0;

  /** @param roots the modules to be called, each with the path it is filed under (`''` for the model) */
  constructor(roots: ReadonlyMap<string, Module>) {
    for (const [root, top] of roots) {
      for (const [path, module] of top.namedModules(root)) if (!this.#paths.has(module)) this.#paths.set(module, path);
      for (const [name, parameter] of top.namedParameters()) {
        if (!this.#names.has(parameter)) this.#names.set(parameter, root === '' ? name : `${root}.${name}`);
      }
    }
  }

  input(name: string, role: InputRole, type: ValueType): Tensor {
    return new Tensor(this, this.#graph.input(name, role, type));
  }

  apply<K extends OpName>(op: K, attrs: OpAttrs[K], operands: readonly (Tensor | Parameter)[]): Tensor {
    const inputs = operands.map((operand) =>
      operand instanceof Parameter ? this.#parameterNode(operand) : this.#ownNode(operand),
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

  get calls(): readonly ModuleCall[] {
    return this.#calls.filter((call) => call !== undefined);
  }

  build(name: string, outputs: Readonly<Record<string, Tensor>>): Graph {
    return this.#graph.build(name, new Map(Object.entries(outputs).map(([key, { node }]) => [key, node])));
  }

  #ownNode({ tracer, node }: Tensor): Node {
    if (tracer !== this) throw new ModelError(`${this.#graph.scope}: uses a tensor of another trace`);
    return node;
  }

  #parameterNode(parameter: Parameter): Node {
    const known = this.#parameters.get(parameter);
    if (known !== undefined) return known;
    const name = this.#names.get(parameter);
    if (name === undefined) {
      throw new ModelError(`${this.#graph.scope}: uses a parameter that is not a property of any module`, {
        hint: 'assign parameters to properties in the constructor',
      });
    }
    const node = this.#graph.input(name, 'parameter', { shape: parameter.shape, dtype: 'float32' });
    this.#parameters.set(parameter, node);
    return node;
  }
}
