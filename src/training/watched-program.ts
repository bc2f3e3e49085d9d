// A program that says of each run whether a value behind its outputs may not have been finite, whatever the outputs show.
import { type GivenMagnitudes, overflowTest, rangeOfNumbers } from '../compile/overflow-watch.ts';
import type { EarlyUse, Engine, Program, RunInputs, RunOutputs, Store } from '../engines/engine.ts';
import { type Graph, graphInputs, nodesBehind } from '../graph/graph.ts';

export interface WatchedOutputs {
  readonly outputs: RunOutputs;
  /** False only if every value of the forward pass was finite. */
  readonly mayOverflow: boolean;
}

/** A program, or several that stand for one. */
type Runnable = Pick<Program, 'run' | 'profile'>;

export class WatchedProgram {
  readonly program: Runnable;
  readonly #store: Store;
  /** Names of the parameters and buffers, or their averages, that its outputs depend on. */
  readonly #held: readonly string[];
  readonly #data: readonly string[];
  readonly #test: (given: GivenMagnitudes) => boolean;

  /** @param graph that the program computes, with the measures of `watchOverflow` */
  constructor(program: Runnable, store: Store, graph: Graph) {
    // What is judged does not follow from the others: how many batches a normalisation has seen says nothing of the next one's values.
    const judged = new Set(nodesBehind(graph, [...graph.outputs.values()]));
    const named = (...roles: readonly string[]) =>
      graphInputs(graph).flatMap((input) =>
        judged.has(input) && roles.includes(input.attrs.role) ? [input.attrs.name] : [],
      );
    this.program = program;
    this.#store = store;
    this.#held = named('parameter', 'buffer', 'average');
    this.#data = named('data');
    this.#test = overflowTest(graph);
  }

  /** @param graph with the measures of `watchOverflow` */
  static async compile(engine: Engine, graph: Graph, store: Store): Promise<WatchedProgram> {
    return new WatchedProgram(await engine.compile(graph, store), store, graph);
  }

  async run(inputs: RunInputs, early?: EarlyUse): Promise<WatchedOutputs> {
    const parameters = await this.#store.magnitude(this.#held);
    const ranges = Object.fromEntries(this.#data.map((name) => [name, rangeOfNumbers(inputs[name])]));
    const outputs = await this.program.run(inputs, early);
    return { outputs, mayOverflow: this.#test({ parameters, inputs: ranges, outputs }) };
  }
}
