// The updates of a training step, sorted for flat arenas. Parameters that are treated alike are updated by the same formula,
// so the formula is run once over all of them, if parameters, gradients and optimizer state each lie one behind the other in
// one order.
import { type Graph, graphInputs, isResident } from '../graph/graph.ts';
import type { Node, NodeOf } from '../graph/node.ts';
import { sameShape, sizeOf } from '../graph/shape.ts';

const arithmetic = ['add', 'subtract', 'multiply', 'divide', 'squareRoot', 'scale'] as const;
type Arithmetic = (typeof arithmetic)[number];

export type ArithmeticNode = { readonly [K in Arithmetic]: NodeOf<K> }[Arithmetic];

/** Updates that read each other's tensors: a parameter and its optimizer state. */
export interface UpdateBundle {
  /** Equal for bundles of one formula. */
  readonly formula: string;
  /** The tensors that are updated, then those that are only read. */
  readonly residents: readonly NodeOf<'input'>[];
  /** New value of each updated tensor, in the order of `residents`. */
  readonly results: readonly Node[];
  /** Leaves that are computed before, of the parameter's shape. */
  readonly computed: readonly Node[];
  /** Leaves of one element, such as the learning rate, and the node of the same value that serves all bundles. */
  readonly scalars: ReadonlyMap<Node, Node>;
  /** The formula's own nodes, in an order in which they can run. */
  readonly operations: readonly ArithmeticNode[];
}

export function findUpdates(graph: Graph): readonly UpdateBundle[] {
  const inputs = new Map(graphInputs(graph).map((input) => [input, graph.updates.get(input.attrs.name)] as const));
  const updated = new Map([...inputs].flatMap(([input, result]) => (result === undefined ? [] : [[input, result]])));
  const scalars = new Map<string, Node>();
  return connectedSets(updated).map((targets) => {
    const bundle = describeBundle(targets, updated, scalars);
    return keepsZeros(bundle) ? bundle : withoutFormula(bundle);
  });
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
  scalarsByText: Map<string, Node>,
): UpdateBundle {
  const residents = [...targets];
  const computed: Node[] = [];
  const scalars = new Map<Node, Node>();
  const operations: ArithmeticNode[] = [];
  const positionIn = <T>(list: T[], leaf: T) => (list.includes(leaf) ? list.indexOf(leaf) : list.push(leaf) - 1);
  const write = (node: Node): string => {
    // All bundles share one learning rate; the text keeps formulas with other numbers apart.
    if (sizeOf(node.shape) === 1 && sizeOf(targets[0].shape) > 1) {
      const text = scalarText(node);
      const known = scalarsByText.get(text) ?? node;
      scalarsByText.set(text, known);
      scalars.set(node, known);
      return text;
    }
    if (isOperation(node) || isMultiple(node)) {
      const operands = node.inputs.map(write);
      if (!operations.includes(node)) operations.push(node);
      return `${node.op}${JSON.stringify(node.attrs)}(${operands})`;
    }
    if (node.op === 'input' && isResident(node)) return `resident ${positionIn(residents, node)}`;
    return `computed ${positionIn(computed, node)}`;
  };
  const results = targets.map((target) => updated.get(target) ?? target);
  return { formula: results.map(write).join(' | '), residents, results, computed, scalars, operations };
}

/** Equal for nodes with the same value: each parameter has a node of its own for the learning rate, say. */
function scalarText(node: Node): string {
  if (!isOfHyperparameters(node)) return `scalar %${node.id}`;
  if (node.op === 'input') return `scalar ${node.attrs.name}`;
  return `${node.op}${JSON.stringify(node.attrs)}(${node.inputs.map(scalarText)})`;
}

function isOfHyperparameters(node: Node): boolean {
  if (node.op === 'input') return node.attrs.role === 'hyperparameter';
  return isArithmetic(node) && node.inputs.every(isOfHyperparameters);
}

/**
 * Whether the formula maps zeros to zeros. Gaps between tensors and the padding in layouts of weights hold zeros that the
 * library relies on, and a formula over flat memory runs over them too.
 */
function keepsZeros({ results, operations, scalars }: UpdateBundle): boolean {
  const values = new Map<Node, number>();
  const numberOf = (node: Node) => values.get(node) ?? (scalars.has(node) ? 0.5 : 0);
  for (const node of operations) values.set(node, evaluate(node, node.inputs.map(numberOf)));
  return results.every((result) => numberOf(result) === 0);
}

function evaluate(node: ArithmeticNode, [a, b]: readonly number[]): number {
  if (node.op === 'scale') return a * node.attrs.factor + (node.attrs.offset ?? 0);
  return { add: a + b, subtract: a - b, multiply: a * b, divide: a / b, squareRoot: Math.sqrt(a) }[node.op];
}

/** The same update, computed node by node and only then copied into place. */
function withoutFormula({ residents, results }: UpdateBundle): UpdateBundle {
  const computed = [...new Set(results)];
  const formula = results.map((result) => `computed ${computed.indexOf(result)}`).join(' | ');
  return {
    formula,
    residents: residents.slice(0, results.length),
    results,
    computed,
    scalars: new Map(),
    operations: [],
  };
}

/** A multiple of a computed value: it can be a term of a sum, and needs no pass of its own. */
function isMultiple(node: Node): node is NodeOf<'scale'> {
  return node.op === 'scale' && (node.attrs.offset ?? 0) === 0;
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

/** Whether it is arithmetic on operands of one shape, or on a tensor and a single number. */
function isArithmetic(node: Node): node is ArithmeticNode {
  if (!arithmetic.some((op) => op === node.op)) return false;
  const takesNumber = node.op === 'multiply' || node.op === 'divide';
  return node.inputs.every(
    ({ shape }, index) => sameShape(shape, node.shape) || (takesNumber && index === 1 && sizeOf(shape) === 1),
  );
}
