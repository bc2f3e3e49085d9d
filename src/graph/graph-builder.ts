// Grows a graph node by node, inferring and checking every shape on the way.
import { GraphError } from '../errors/graph-error.ts';
import { ShapeError } from '../errors/shape-error.ts';
import type { Graph } from './graph.ts';
import type { Node, NodeOf } from './node.ts';
import type { InputAttrs, InputRole, OpAttrs, OpName } from './op-attrs.ts';
import type { OpDefinition, OpTable } from './op-definition.ts';
import { printShape, type ValueType } from './shape.ts';

/**
 * Builds a graph node by node; each operation checks the shapes that it is given. Optimizers add their updates with
 * `add`.
 */
export class GraphBuilder {
  readonly #ops: OpTable;
  readonly #nodes: Node[] = [];
  readonly #inputs = new Map<string, NodeOf<'input'>>();
  /** Given to the nodes that are added from now on. */
  scope = '';

  /** @param start a graph to go on from; its nodes are kept as they are */
  constructor(ops: OpTable, start?: Graph) {
    this.#ops = ops;
    for (const node of start?.nodes ?? []) {
      this.#nodes.push(node);
      if (node.op === 'input') this.#inputs.set(node.attrs.name, node);
    }
  }

  add<K extends OpName>(op: K, attrs: OpAttrs[K], inputs: readonly Node[]): NodeOf<K> {
    const definition: OpDefinition<K> = this.#ops[op];
    const fail = (problem: string, hint?: string): never => {
      const operands = inputs.map(
        (input, index) => `${definition.operands[index]?.replace('?', '') ?? 'x'} ${printShape(input.shape)}`,
      );
      const where = this.scope === '' ? op : `${this.scope}: ${op}`;
      throw new ShapeError([`${where}: ${problem}`, ...operands].join(' · '), hint === undefined ? {} : { hint });
    };
    return this.#append(op, attrs, inputs, definition.infer({ attrs, inputs, fail }));
  }

  /** A value that comes from outside; names are unique within a graph. */
  input(
    name: string,
    role: InputRole,
    type: ValueType,
    more: Pick<InputAttrs, 'noise' | 'like' | 'least'> = {},
  ): NodeOf<'input'> {
    if (this.#inputs.has(name)) throw new GraphError(`input ${name} is declared twice`);
    const node = this.#append('input', { ...more, name, role }, [], type);
    this.#inputs.set(name, node);
    return node;
  }

  constant(value: number, type: ValueType): NodeOf<'constant'> {
    return this.#append('constant', { value }, [], type);
  }

  /** Adds a copy of a node on other inputs: what passes are made of. */
  copy(node: Node, inputs: readonly Node[]): Node {
    this.scope = node.scope;
    if (node.op === 'input') return this.input(node.attrs.name, node.attrs.role, node, node.attrs);
    if (node.op === 'constant') return this.constant(node.attrs.value, node);
    return this.#copyOperation(node, inputs);
  }

  get nodes(): readonly Node[] {
    return this.#nodes;
  }

  build(name: string, outputs: ReadonlyMap<string, Node>, updates: ReadonlyMap<string, Node> = new Map()): Graph {
    return { name, nodes: [...this.#nodes], outputs, updates };
  }

  #copyOperation<K extends OpName>(node: NodeOf<K>, inputs: readonly Node[]): Node {
    return this.add<K>(node.op, node.attrs, inputs) as Node;
  }

  #append<K extends OpName>(op: K, attrs: OpAttrs[K], inputs: readonly Node[], type: ValueType): NodeOf<K> {
    const node: NodeOf<K> = {
      id: this.#nodes.length,
      op,
      attrs,
      inputs,
      scope: this.scope,
      shape: type.shape,
      dtype: type.dtype,
    };
    this.#nodes.push(node as Node);
    return node;
  }
}
