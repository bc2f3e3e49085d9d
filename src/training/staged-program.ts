// A step's program in stages, behind each of which the ranks add up sums: for batch normalisations by the images of all of them.
import { cutAtSums, type Stage } from '../compile/cut-at-sums.ts';
import { isSumName, shareStatistics } from '../compile/shared-statistics.ts';
import type { Engine, Program, RunInputs, RunOutputs, Store } from '../engines/engine.ts';
import type { Graph } from '../graph/graph.ts';
import type { Ranks } from './ranks.ts';

/** @param compute the first program of a training step */
export function stagesOf(compute: Graph): readonly Stage[] {
  return cutAtSums(shareStatistics(compute), isSumName);
}

export interface StagedParts {
  readonly engine: Engine;
  readonly store: Store;
  readonly ranks: Ranks;
}

interface CompiledStage {
  readonly program: Program;
  readonly sums: readonly string[];
}

export class StagedProgram {
  readonly #stages: readonly CompiledStage[];
  readonly #parts: StagedParts;

  private constructor(stages: readonly CompiledStage[], parts: StagedParts) {
    this.#stages = stages;
    this.#parts = parts;
  }

  static async compile(compute: Graph, parts: StagedParts): Promise<StagedProgram> {
    const stages: CompiledStage[] = [];
    for (const { graph, sums } of stagesOf(compute)) {
      stages.push({ program: await parts.engine.compile(graph, parts.store), sums });
    }
    return new StagedProgram(stages, parts);
  }

  async run(inputs: RunInputs): Promise<RunOutputs> {
    const outputs: Record<string, Float32Array> = {};
    for (const { program, sums } of this.#stages) {
      // The next stage may use the same memory.
      for (const [name, values] of Object.entries(await program.run(inputs))) outputs[name] = values.slice();
      await this.#addUp(sums);
    }
    return outputs;
  }

  /** Its stages cannot be run again by themselves, so none is timed. */
  async profile(): Promise<undefined> {}

  /** Takes part in the sums of a batch of which this rank has no image. */
  async attend(): Promise<void> {
    for (const { sums } of this.#stages) {
      await this.#addUp(sums, (piece) => piece.fill(0));
    }
  }

  async #addUp(sums: readonly string[], prepare: (piece: Float32Array) => void = () => {}): Promise<void> {
    if (sums.length === 0) return;
    const { store, ranks } = this.#parts;
    await store.modify(sums, async (pieces) => {
      for (const piece of pieces) {
        prepare(piece);
        await ranks.sum(piece);
      }
    });
  }
}
