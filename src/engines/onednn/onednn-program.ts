// A compiled program: a list of primitives with their operands' addresses, run one after the other.
import { type Graph, graphInputs } from '../../graph/graph.ts';
import { sizeOf } from '../../graph/shape.ts';
import type { BackendProgram } from '../backend.ts';
import type { EarlyUse, RunInputs, RunOutputs, StepProfile } from '../engine.ts';
import type { Arena } from './arena.ts';
import type { ProgramPlan } from './compile-program.ts';
import { type EarlyPiece, earlyPieces } from './early-pieces.ts';
import type { Belongings } from './library/belongings.ts';
import type { Address, NativeMemory } from './library/native.ts';
import type { OneDnn } from './library/onednn.ts';
import { OperandList } from './library/operand-list.ts';
import type { OneDnnStore } from './onednn-store.ts';
import { addressOf, type Block, type Value } from './plan/block.ts';
import type { Phase, Step } from './plan/step.ts';
import { profileOf } from './profile.ts';

/** A step with addresses. */
interface BoundStep {
  readonly step: Step;
  readonly primitive: Address;
  readonly operands: OperandList;
}

export interface ProgramParts {
  readonly graph: Graph;
  readonly plan: ProgramPlan;
  readonly oneDnn: OneDnn;
  readonly store: OneDnnStore;
  readonly arena: Arena;
  readonly threads: number;
  /** Everything that was made in the library for this program. */
  readonly belongings: Belongings;
}

export class OneDnnProgram implements BackendProgram {
  readonly #graph: Graph;
  readonly #plan: ProgramPlan;
  readonly #oneDnn: OneDnn;
  readonly #store: OneDnnStore;
  readonly #arena: Arena;
  readonly #threads: number;
  readonly #belongings: Belongings;
  readonly #steps: readonly BoundStep[];
  /** Memory objects that follow the arena when it moves. */
  readonly #memories: { readonly memory: Address; readonly block: Block }[] = [];
  /** Whether it updates more than what it leaves for another program. */
  readonly #changesState: boolean;
  #boundTo: NativeMemory;
  /** What was asked for last. */
  #early: { readonly names: readonly string[]; readonly pieces: readonly EarlyPiece[] } | undefined;
  /** The store's count of changes when the resident phase last ran. */
  #changesSeen = -1;

  constructor({ graph, plan, oneDnn, store, arena, threads, belongings }: ProgramParts) {
    this.#graph = graph;
    this.#changesState = graphInputs(graph).some(({ attrs }) => {
      return attrs.role !== 'interim' && graph.updates.has(attrs.name);
    });
    this.#plan = plan;
    this.#oneDnn = oneDnn;
    this.#store = store;
    this.#arena = arena;
    this.#threads = threads;
    this.#belongings = belongings;
    this.#boundTo = arena.require(plan.arenaBytes);
    this.#steps = this.#bind();
  }

  run(inputs: RunInputs, early?: EarlyUse): RunOutputs {
    return this.#run(inputs, (steps, phase) => {
      if (early !== undefined && phase === 'main') this.#executeWith(early, steps);
      else for (const { primitive, operands } of steps) this.#oneDnn.execute(primitive, operands);
    });
  }

  #executeWith(early: EarlyUse, steps: readonly BoundStep[]): void {
    const pieces = this.#earlyPieces(early.names, steps);
    let taken = 0;
    for (const [index, { primitive, operands }] of steps.entries()) {
      this.#oneDnn.execute(primitive, operands);
      for (; taken < pieces.length && pieces[taken].after <= index; taken++) early.take(pieces[taken].values);
      early.between();
    }
  }

  #earlyPieces(names: readonly string[], steps: readonly BoundStep[]): readonly EarlyPiece[] {
    if (this.#early?.names === names) return this.#early.pieces;
    const pieces = earlyPieces(
      steps.map(({ step }) => step),
      this.#store.stretches(names),
      ({ layout }) => this.#oneDnn.sizeOf(layout),
    );
    this.#early = { names, pieces };
    return pieces;
  }

  profile(inputs: RunInputs): readonly StepProfile[] {
    const profiles: StepProfile[] = [];
    this.#run(inputs, (steps) => {
      for (const { step, primitive, operands } of steps) {
        const time = () => {
          const started = performance.now();
          this.#oneDnn.execute(primitive, operands);
          return performance.now() - started;
        };
        const milliseconds = time();
        const warm = step.kind.startsWith('convolution') ? { warmMilliseconds: time() } : {};
        profiles.push({ ...profileOf(step, this.#oneDnn, milliseconds), ...warm });
      }
    });
    return profiles;
  }

  release(): void {
    this.#belongings.destroy();
  }

  #run(inputs: RunInputs, execute: (steps: readonly BoundStep[], phase: Phase) => void): RunOutputs {
    this.#oneDnn.useThreads(this.#threads);
    this.#follow(this.#arena.require(this.#plan.arenaBytes));
    for (const { name, block, count, write } of this.#plan.writers) {
      write(inputs[name], this.#boundTo.float32(block.offset, count));
    }
    const executePhase = (phase: Phase) => {
      const steps = this.#steps.filter(({ step }) => step.phase === phase);
      execute(steps, phase);
    };
    if (this.#changesSeen !== this.#store.changes) {
      executePhase('resident');
      this.#changesSeen = this.#store.changes;
    }
    executePhase('main');
    if (this.#changesState) this.#store.changes++;
    return this.#readOutputs();
  }

  #readOutputs(): RunOutputs {
    const entries = [...this.#plan.outputs].map(([name, { block }]) => {
      if (block.kind !== 'planned') throw new Error('unreachable: outputs lie in planned memory');
      const count = sizeOf(this.#graph.outputs.get(name)?.shape ?? []);
      return [name, this.#boundTo.float32(block.offset, count).slice()] as const;
    });
    return Object.fromEntries(entries);
  }

  #bind(): readonly BoundStep[] {
    const known = new Map<string, Address>();
    const memoryOf = ({ block, layout }: Value): Address => {
      const address = addressOf(block, this.#boundTo);
      const key = `${layout} ${address}`;
      const memory = known.get(key) ?? this.#oneDnn.memoryAt(layout, address);
      if (!known.has(key)) this.#memories.push({ memory, block });
      known.set(key, memory);
      return memory;
    };
    return this.#plan.steps.map((step) => ({
      step,
      primitive: this.#oneDnn.primitive(step.primitive),
      operands: new OperandList(step.operands.map(({ argument, value }) => ({ argument, memory: memoryOf(value) }))),
    }));
  }

  #follow(arena: NativeMemory): void {
    if (arena === this.#boundTo) return;
    this.#boundTo = arena;
    for (const { memory, block } of this.#memories) {
      if (block.kind === 'planned') this.#oneDnn.moveMemory(memory, addressOf(block, arena));
    }
  }
}
