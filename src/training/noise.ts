// What is drawn at random inside a step, as inputs of its program: a function of the seed, the module, the epoch and the
// image's place in it. So neither the parts of a step nor several machines draw the same twice, and nothing is saved.
import type { RunInputs } from '../engines/engine.ts';
import { type Graph, graphInputs } from '../graph/graph.ts';
import { sizeOf } from '../graph/shape.ts';
import { RandomStream } from '../random/random-stream.ts';

/** Where a batch stands in its training. */
export interface BatchPlace {
  readonly seed: number;
  readonly epoch: number;
  /** Place of its first image among those of the epoch, from 0. */
  readonly firstImage: number;
  /** Images of the batch on all ranks together; default: there is one rank. */
  readonly images?: number;
}

/** The graph's inputs of the role `noise`: masks [N, …] whose elements are 0, or 1 / (1 − p). */
export function drawNoise(graph: Graph, { seed, epoch, firstImage }: BatchPlace): RunInputs {
  const masks = graphInputs(graph).flatMap(({ attrs: { name, noise }, shape }) => {
    if (noise === undefined) return [];
    const random = new RandomStream(seed, name, epoch);
    const { dropProbability } = noise;
    const kept = 1 / (1 - dropProbability);
    const ofImage = sizeOf(shape.slice(1));
    const mask = new Float32Array(sizeOf(shape));
    for (let index = 0; index < mask.length; index++) {
      mask[index] = random.uniform(firstImage * ofImage + index) < dropProbability ? 0 : kept;
    }
    return [[name, mask] as const];
  });
  return Object.fromEntries(masks);
}
