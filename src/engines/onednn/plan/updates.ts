// The updates of a training step, sorted for flat arenas. Every parameter is updated by the same formula, so the formula
// is run once over all of them, if parameters, gradients and optimizer state each lie one behind the other in one order.
import { type Graph, graphInputs, isResident } from '../../../graph/graph.ts';
import type { Node, NodeOf } from '../../../graph/node.ts';
import { sameShape, sizeOf } from '../../../graph/shape.ts';

export type ArithmeticNode = NodeOf<'add'> | NodeOf<'subtract'> | NodeOf<'multiply'> | NodeOf<'scale'>;

/** Updates that read each other's tensors: a parameter and its optimizer state. */
export interface UpdateBundle {
  /** Equal for bundles of one formula. */
  readonly formula: string;
  /** The tensors that are updated, then those that are only read. */
  readonly residents: readonly NodeOf<'input'>[];
  /** New value of each updated tensor, in the order of `residents`. */
  readonly results: readonly Node[];
  /** Leaves that are computed before, of the parameter's shape: gradients. */
  readonly computed: readonly Node[];
  /** Leaves of one element: the learning rate. */
  readonly scalars: readonly Node[];
  /** The formula's own nodes, in an order in which they can run. */
  readonly operations: readonly ArithmeticNode[];
}

export function findUpdates(graph: Graph): readonly UpdateBundle[] {
  const inputs = new Map(graphInputs(graph).map((input) => [input, graph.updates.get(input.attrs.name)] as const));
  const updated = new Map([...inputs].flatMap(([input, result]) => (result === undefined ? [] : [[input, result]])));
  return connectedSets(updated).map((targets) => describeBundle(targets, updated));
}

/** Updated tensors, those together that read each other. */
function connectedSets(updated: ReadonlyMap<NodeOf<'input'>, Node>): readonly (readonly NodeOf<'input'>[])[] {
  const setOf = new Map<NodeOf<'input'>, NodeOf<'input'>[]>();
  for (const input of updated.keys()) setOf.set(input, [input]);
  for (const [input, result] of updated) {
    for (const leaf of leavesOf(result)) {
      const [mine, other] = [setOf.get(input), leaf.op === 'input' ? setOf.get(leaf) : undefined];
      if (mine === undefined || other === undefined || mine === other) continue;
      mine.push(...other);
      for (const moved of other) setOf.set(moved, mine);
    }
  }
  return [...new Set(setOf.values())];
}

function describeBundle(
  targets: readonly NodeOf<'input'>[],
  updated: ReadonlyMap<NodeOf<'input'>, Node>,
): UpdateBundle {
  const residents = [...targets];
  const computed: Node[] = [];
  const scalars: Node[] = [];
  const operations: ArithmeticNode[] = [];
  const positionIn = <T>(list: T[], leaf: T) => (list.includes(leaf) ? list.indexOf(leaf) : list.push(leaf) - 1);
  const write = (node: Node): string => {
    if (isOperation(node)) {
      const operands = node.inputs.map(write);
      if (!operations.includes(node)) operations.push(node);
      return `${node.op}${JSON.stringify(node.attrs)}(${operands})`;
    }
    if (node.op === 'input' && isResident(node)) return `resident ${positionIn(residents, node)}`;
    // One learning rate serves all, and no other formula may pass for this one.
    if (sizeOf(node.shape) === 1 && sizeOf(targets[0].shape) > 1) {
      positionIn(scalars, node);
      return `scalar %${node.id}`;
    }
    return `computed ${positionIn(computed, node)}`;
  };
  const results = targets.map((target) => updated.get(target) ?? target);
  return { formula: results.map(write).join(' | '), residents, results, computed, scalars, operations };
}

function leavesOf(node: Node): readonly Node[] {
  return isOperation(node) ? node.inputs.flatMap(leavesOf) : [node];
}

/** Elementwise arithmetic on resident tensors or hyperparameters; everything else is computed before. */
function isOperation(node: Node): node is ArithmeticNode {
  return isArithmetic(node) && node.inputs.some((input) => isSource(input) || isOperation(input));
}

function isSource(node: Node): boolean {
  return node.op === 'input' && (isResident(node) || node.attrs.role === 'hyperparameter');
}

function isArithmetic(node: Node): node is ArithmeticNode {
  if (node.op !== 'add' && node.op !== 'subtract' && node.op !== 'multiply' && node.op !== 'scale') return false;
  if (node.op === 'scale' && node.attrs.offset !== undefined) return false;
  return node.inputs.every(
    ({ shape }) => sameShape(shape, node.shape) || (node.op === 'multiply' && sizeOf(shape) === 1),
  );
}
