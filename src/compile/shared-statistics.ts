// Batch normalisation by the images of all ranks, as torch.nn.SyncBatchNorm has it: a step's program is rewritten so that the
// statistics come from sums that the ranks add up. Of N values a channel, on all ranks together, with Σ over all of them:
//   m = Σ x / N      c = x − m      v = Σ c² / N      r = 1 / √(v + ε)      y = c·wr + b
//   dw = r·Σ dy·c    of the rank's own images, as other parameters' gradients are
//   dx = wr·dy − c·(wr³·Σ dy·c / N) − wr·Σ dy / N
// A sum is left in a resident tensor and read from there: cut-at-sums.ts makes programs of the parts between.
import type { Graph } from '../graph/graph.ts';
import type { GraphBuilder } from '../graph/graph-builder.ts';
import type { Node } from '../graph/node.ts';
import { rewriteGraph } from '../graph/rewrite-graph.ts';
import { sizeOf } from '../graph/shape.ts';
import { valuesOfChannel } from '../ops/batch-norm.ts';
import { opTable } from '../ops/op-table.ts';
import { optimize } from './passes/optimize.ts';

/** Name of the input [1] that says how large a part of the batch one image is: 1 / images of all ranks. */
export const imageShareName = 'imageShare';

const sumPrefix = 'sum.';

/** Whether a resident tensor holds this rank's part of a sum, and then the sum over all. */
export function isSumName(name: string): boolean {
  return name.startsWith(sumPrefix);
}

const channels = { axis: 1 } as const;

/** @param compute the first program of a training step; with other normalisations alone it stays as it is */
export function shareStatistics(compute: Graph): Graph {
  const statistics = new Map<Node, Statistics>();
  const sums = new Map<string, Node>();
  let shared: SharedSums | undefined;
  const rebuilt = rewriteGraph(compute, opTable, (node, [x, ...others], graph) => {
    const rule = rules[node.op];
    if (rule === undefined) return undefined;
    shared ??= new SharedSums(graph, sums);
    const own = statistics.get(x) ?? new Statistics(shared, x);
    statistics.set(x, own);
    return rule(node, own, others);
  });
  if (shared === undefined) return compute;
  return optimize({ ...rebuilt, updates: new Map([...rebuilt.updates, ...sums]) });
}

/** What normalisations become. */
const rules: Readonly<Record<string, (node: Node, statistics: Statistics, others: readonly Node[]) => Node>> = {
  batchMean: (_, { mean }) => mean,
  batchVariance: (_, statistics) => statistics.varianceForOwnCount(),
  batchNorm: (node, statistics, [w, b]) => statistics.normalise(epsilonOf(node), w, b),
  batchNormInputGradient: (node, statistics, [dy, w]) => statistics.inputGradient(epsilonOf(node), dy, w),
  batchNormWeightGradient: (node, statistics, [dy]) => statistics.weightGradient(epsilonOf(node), dy),
};

function epsilonOf({ attrs }: Node): number {
  if ('epsilon' in attrs) return attrs.epsilon;
  throw new Error('unreachable: a normalisation without epsilon');
}

/** Sums over all ranks, and means of them. */
class SharedSums {
  readonly graph: GraphBuilder;
  /** 1 / images of all ranks: [1] */
  readonly imageShare: Node;
  readonly #sums: Map<string, Node>;

  constructor(graph: GraphBuilder, sums: Map<string, Node>) {
    this.graph = graph;
    this.imageShare = graph.input(imageShareName, 'data', { shape: [1], dtype: 'float32' });
    this.#sums = sums;
  }

  /** @param part of this rank, [C]. @returns the sum of all ranks' parts, divided by N */
  mean(part: Node, places: number): Node {
    const name = `${sumPrefix}${this.#sums.size}`;
    this.#sums.set(name, part);
    const sum = this.graph.input(name, 'interim', part);
    return this.graph.add('multiply', {}, [this.graph.add('scale', { factor: 1 / places }, [sum]), this.imageShare]);
  }
}

/** The statistics of one x [N, C, …], and what is computed by them. */
class Statistics {
  readonly mean: Node;
  readonly #shared: SharedSums;
  readonly #graph: GraphBuilder;
  readonly #places: number;
  readonly #ownCount: number;
  /** c */
  readonly #centred: Node;
  /** v */
  readonly #variance: Node;
  readonly #ones: Node;
  readonly #reciprocals = new Map<number, Node>();

  constructor(shared: SharedSums, x: Node) {
    const { graph } = shared;
    const [, channelCount, ...places] = x.shape;
    this.#shared = shared;
    this.#graph = graph;
    this.#places = sizeOf(places);
    this.#ownCount = valuesOfChannel(x.shape);
    this.#ones = graph.constant(1, { shape: [channelCount], dtype: 'float32' });
    this.mean = shared.mean(graph.add('channelSum', channels, [x]), this.#places);
    this.#centred = graph.add('channelAffine', channels, [x, this.#ones, this.#negative(this.mean)]);
    const squares = graph.add('channelProductSum', channels, [this.#centred, this.#centred]);
    this.#variance = shared.mean(squares, this.#places);
  }

  /** v·N/(N − 1)·(n − 1)/n: who reads it makes it unbiased by n, the number of this rank's values. */
  varianceForOwnCount(): Node {
    const { imageShare } = this.#shared;
    const rest = this.#graph.add('scale', { factor: -1 / this.#places, offset: 1 }, [imageShare]);
    const factor = (this.#ownCount - 1) / this.#ownCount;
    return this.#graph.add('divide', {}, [this.#graph.add('scale', { factor }, [this.#variance]), rest]);
  }

  normalise(epsilon: number, w: Node | undefined, b: Node | undefined): Node {
    const factor = this.#factor(epsilon, w);
    return this.#graph.add('channelAffine', channels, [this.#centred, factor, ...(b === undefined ? [] : [b])]);
  }

  weightGradient(epsilon: number, dy: Node): Node {
    return this.#times(this.#products(dy), this.#reciprocal(epsilon));
  }

  inputGradient(epsilon: number, dy: Node, w: Node | undefined): Node {
    const graph = this.#graph;
    const r = this.#reciprocal(epsilon);
    const factor = this.#factor(epsilon, w);
    const ofSums = this.#shared.mean(graph.add('channelSum', channels, [dy]), this.#places);
    const ofProducts = this.#shared.mean(this.#products(dy), this.#places);
    const slope = this.#negative(this.#times(factor, this.#times(this.#times(r, r), ofProducts)));
    const shift = this.#negative(this.#times(factor, ofSums));
    return graph.add('add', {}, [
      graph.add('channelAffine', channels, [dy, factor]),
      graph.add('channelAffine', channels, [this.#centred, slope, shift]),
    ]);
  }

  /** Σ dy·c over this rank's values. */
  #products(dy: Node): Node {
    return this.#graph.add('channelProductSum', channels, [this.#centred, dy]);
  }

  /** wr */
  #factor(epsilon: number, w: Node | undefined): Node {
    const r = this.#reciprocal(epsilon);
    return w === undefined ? r : this.#times(r, w);
  }

  /** r */
  #reciprocal(epsilon: number): Node {
    const known = this.#reciprocals.get(epsilon);
    if (known !== undefined) return known;
    const offset = this.#graph.add('scale', { factor: 1, offset: epsilon }, [this.#variance]);
    const r = this.#graph.add('divide', {}, [this.#ones, this.#graph.add('squareRoot', {}, [offset])]);
    this.#reciprocals.set(epsilon, r);
    return r;
  }

  #times(a: Node, b: Node): Node {
    return this.#graph.add('multiply', {}, [a, b]);
  }

  #negative(x: Node): Node {
    return this.#graph.add('scale', { factor: -1 }, [x]);
  }
}
