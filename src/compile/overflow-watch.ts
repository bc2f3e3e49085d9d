// Whether a forward pass can have overflowed, told without looking at its values. A library may drop a NaN (its ReLU takes
// max(NaN, 0) to be 0), so a NaN cannot be looked for afterwards. But finite operands make one only where a sum leaves the
// range of float32, and how large sums can be follows from how large weights and images are. Such bounds grow from layer
// to layer; so a few values are measured on the way, each where everything flows through one small tensor.
import { type Graph, isResidentRole, nodesBehind, nodesOf } from '../graph/graph.ts';
import type { Node, NodeOf } from '../graph/node.ts';
import type { OpName } from '../graph/op-attrs.ts';
import type { OpDefinition } from '../graph/op-definition.ts';
import { rewriteGraph } from '../graph/rewrite-graph.ts';
import { sizeOf } from '../graph/shape.ts';
import { magnitudeOf, safeMagnitude, type ValueRange, within } from '../graph/value-range.ts';
import { opTable } from '../ops/op-table.ts';

/** Watches are chosen so that weights and measured values up to these are known to be safe. */
const usualWeights = 64;
const usualValues = 2 ** 12;

const outputPrefix = 'largest.';

export interface GivenMagnitudes {
  /** The largest of all parameters and buffers. */
  readonly parameters: number;
  /** The run's inputs. */
  readonly inputs: Readonly<Record<string, ValueRange>>;
  /** The run's outputs. */
  readonly outputs: Readonly<Record<string, ArrayLike<number>>>;
}

/** Adds to a forward graph the measures that `overflowTest` needs, as outputs. */
export function watchOverflow(graph: Graph): Graph {
  const watched = chooseWatched(graph);
  const measures = new Map<string, Node>();
  const rebuilt = rewriteGraph(graph, opTable, (node, inputs, builder) => {
    if (!watched.has(node)) return undefined;
    const copy = builder.copy(node, inputs);
    measures.set(`${outputPrefix}${measures.size}`, builder.add('largest', {}, [copy]) as Node);
    return copy;
  });
  return { ...rebuilt, outputs: new Map([...rebuilt.outputs, ...measures]) };
}

/**
 * @param graph that is run; what its outputs do not need, such as gradients, is not judged
 * @returns for a run, whether a value behind its outputs may not be finite; false only if all of them are
 */
export function overflowTest(graph: Graph): (given: GivenMagnitudes) => boolean {
  const nodes = nodesBehind(graph, [...graph.outputs.values()]);
  const measured = new Map(
    [...graph.outputs].flatMap(([name, node]) => (name.startsWith(outputPrefix) ? [[node.inputs[0], name]] : [])),
  );
  return ({ parameters, inputs, outputs }) => {
    const ranges = rangesOf(nodes, (node, range) => {
      if (node.op === 'input') return rangeOfInput(node, parameters, inputs[node.attrs.name]);
      const name = measured.get(node);
      return name === undefined ? range : { low: range.low, high: Math.min(range.high, outputs[name][0]) };
    });
    return firstUnsafe(nodes, ranges) !== undefined;
  };
}

/** The range that holds zero and all these numbers; NaN at both ends if one of them is NaN. */
export function rangeOfNumbers(values: ArrayLike<number>): ValueRange {
  let low = 0;
  let high = 0;
  let sum = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (value < low) low = value;
    if (value > high) high = value;
    sum += value;
  }
  return Number.isNaN(sum) ? within(Number.NaN) : { low, high };
}

/** The smallest tensors that suffice: wherever a bound would become unsafe, a tensor that it follows from is measured. */
function chooseWatched(graph: Graph): ReadonlySet<Node> {
  const nodes = nodesBehind(graph, [...graph.outputs.values()]);
  const narrowBefore = narrowPlaces(graph, nodes);
  const wayTo = (node: Node): readonly Node[] => {
    const place = narrowBefore.get(node);
    return place === undefined ? [] : [place, ...wayTo(place)];
  };
  const trunk = new Set([...graph.outputs.values()].flatMap(wayTo));
  const watched = new Set<Node>();
  for (;;) {
    const ranges = rangesOf(nodes, (node, range) => {
      if (node.op === 'input') return rangeOfInput(node, usualWeights, { low: 0, high: 1 });
      return watched.has(node) ? { low: range.low, high: Math.min(range.high, usualValues) } : range;
    });
    const unsafe = firstUnsafe(nodes, ranges);
    if (unsafe === undefined) return watched;
    const way = wayTo(unsafe);
    const since = way.findIndex((node) => watched.has(node));
    // The measure is a maximum, so it bounds only tensors without negative elements.
    const bounded = way.slice(0, since < 0 ? undefined : since).filter((node) => (ranges.get(node)?.low ?? -1) >= 0);
    // A tensor inside one of several parallel paths would leave the other paths to be measured too.
    const ofAll = bounded.filter((node) => trunk.has(node));
    const candidates = ofAll.length > 0 ? ofAll : bounded;
    if (candidates.length === 0) return watched;
    const smallest = Math.min(...candidates.map(({ shape }) => sizeOf(shape)));
    // The nearest of those that are equally small.
    const chosen = candidates.find(({ shape }) => sizeOf(shape) === smallest);
    if (chosen !== undefined) watched.add(chosen);
  }
}

/**
 * For each computed value, the nearest before it that everything flows through on its way there (its immediate dominator);
 * undefined where there is none. Weights, and what is computed of them alone, flow from nowhere; what leaves the way in between,
 * such as an auxiliary head, does not matter to it.
 */
function narrowPlaces(graph: Graph, nodes: readonly Node[]): ReadonlyMap<Node, Node | undefined> {
  const weights = nodesOf(graph, ({ attrs }) => isResidentRole(attrs.role));
  const order = new Map(nodes.map((node, index) => [node, index]));
  const places = new Map<Node, Node | undefined>();
  const orderOf = (node: Node | undefined) => (node === undefined ? -1 : (order.get(node) ?? -1));
  const meet = (a: Node | undefined, b: Node | undefined): Node | undefined => {
    let [one, other] = [a, b];
    while (one !== other) {
      if (orderOf(one) > orderOf(other)) one = one && places.get(one);
      else other = other && places.get(other);
    }
    return one;
  };
  for (const node of nodes) {
    const [first, ...others] = node.inputs.filter((input) => input.inputs.length > 0 && !weights.has(input));
    places.set(node, others.reduce(meet, first));
  }
  return places;
}

function rangesOf(
  nodes: readonly Node[],
  known: (node: Node, range: ValueRange) => ValueRange,
): ReadonlyMap<Node, ValueRange> {
  const ranges = new Map<Node, ValueRange>();
  const read = (node: Node) => ranges.get(node) ?? within(Number.NaN);
  for (const node of nodes) ranges.set(node, known(node, rangeByRule(node, node.inputs.map(read))));
  return ranges;
}

function rangeByRule<K extends OpName>(node: NodeOf<K>, ranges: readonly ValueRange[]): ValueRange {
  const definition: OpDefinition<K> = opTable[node.op];
  return definition.range?.(node, ranges) ?? within(Number.NaN);
}

function rangeOfInput({ attrs }: NodeOf<'input'>, held: number, given: ValueRange | undefined): ValueRange {
  if (attrs.noise !== undefined) return { low: 0, high: 1 / (1 - attrs.noise.dropProbability) };
  return isResidentRole(attrs.role)
    ? { low: Math.max(-held, attrs.least ?? -held), high: held }
    : (given ?? within(Number.NaN));
}

function firstUnsafe(nodes: readonly Node[], ranges: ReadonlyMap<Node, ValueRange>): Node | undefined {
  return nodes.find((node) => !(magnitudeOf(ranges.get(node) ?? within(Number.NaN)) <= safeMagnitude));
}
