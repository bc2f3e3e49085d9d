// A program that says of each run whether a value behind its outputs may not have been finite, whatever the outputs show.
import { type GivenMagnitudes, overflowTest, rangeOfNumbers } from '../compile/overflow-watch.ts';
import type { Engine, Program, RunInputs, RunOptions, RunOutputs, Store } from '../engines/engine.ts';
import { type Graph, graphInputs } from '../graph/graph.ts';

export interface WatchedOutputs {
  readonly outputs: RunOutputs;
  /** False only if every value of the forward pass was finite. */
  readonly mayOverflow: boolean;
}

export class WatchedProgram {
  readonly program: Program;
  readonly #store: Store;
  readonly #parameters: readonly string[];
  readonly #data: readonly string[];
  readonly #test: (given: GivenMagnitudes) => boolean;

  private constructor(program: Program, store: Store, graph: Graph) {
    const named = (role: 'parameter' | 'data') =>
      graphInputs(graph).flatMap(({ attrs }) => (attrs.role === role ? [attrs.name] : []));
    this.program = program;
    this.#store = store;
    this.#parameters = named('parameter');
    this.#data = named('data');
    this.#test = overflowTest(graph);
  }

  /** @param graph with the measures of `watchOverflow` */
  static async compile(engine: Engine, graph: Graph, store: Store): Promise<WatchedProgram> {
    return new WatchedProgram(await engine.compile(graph, store), store, graph);
  }

  /**
   * Updates the store only if nothing may have overflowed and `accept` agrees.
   * @param options.isKnownFinite the values were looked at: then `accept` alone decides
   */
  async run(
    inputs: RunInputs,
    { accept = () => true, isKnownFinite = false }: RunOptions & { readonly isKnownFinite?: boolean } = {},
  ): Promise<WatchedOutputs> {
    const parameters = await this.#store.magnitude(this.#parameters);
    const ranges = Object.fromEntries(this.#data.map((name) => [name, rangeOfNumbers(inputs[name])]));
    let verdict: boolean | undefined;
    // Once a run, whether the engine asks or not: without updates it has nothing to ask.
    const mayOverflow = (outputs: RunOutputs): boolean => {
      verdict ??= !isKnownFinite && this.#test({ parameters, inputs: ranges, outputs });
      return verdict;
    };
    const outputs = await this.program.run(inputs, { accept: (early) => accept(early) && !mayOverflow(early) });
    return { outputs, mayOverflow: mayOverflow(outputs) };
  }
}
