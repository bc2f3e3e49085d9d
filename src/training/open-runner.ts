// What a training runs on: an engine, given or opened for it, and the model on it, in the state that it goes on from.

import { batchSizesOf } from '../data/share.ts';
import type { Engine } from '../engines/engine.ts';
import { checkSteps } from './check-trainer-options.ts';
import type { Ranks } from './ranks.ts';
import { StepRunner } from './step-runner.ts';
import type { TrainerOptions } from './trainer-options.ts';
import { factsOf } from './training-facts.ts';
import { compareFacts, type FactChange, type TrainingFacts, type TrainingState } from './training-state.ts';

/** Opens an engine where the options have none. @param saved of the training that goes on */
export type OpenEngine = (
  saved: TrainingFacts | undefined,
  options: { readonly allowEngineChange: boolean },
) => Promise<Engine>;

export interface OpenedRunner {
  readonly runner: StepRunner;
  /** Facts that differ from the first part of a resumed training. */
  readonly changes: readonly FactChange[];
}

/** @throws CheckpointError for a state of another training; CollectiveError where ranks do not train the same */
export async function openRunner(
  options: TrainerOptions,
  {
    openEngine,
    resumeFrom,
    ranks,
  }: {
    readonly openEngine: OpenEngine;
    readonly resumeFrom: TrainingState | undefined;
    readonly ranks: Ranks;
  },
): Promise<OpenedRunner> {
  const { trainData, allowEngineChange = false, ...others } = options;
  checkSteps(options);
  const engine = options.engine ?? (await openEngine(resumeFrom?.facts, { allowEngineChange }));
  let runner: StepRunner | undefined;
  try {
    const facts = factsOf(options, engine);
    const changes =
      resumeFrom === undefined ? [] : compareFacts(resumeFrom.facts, facts, { engine: allowEngineChange });
    await ranks.requireAlike(shownFacts(facts, engine, resumeFrom), alike);
    const { imageShape } = trainData;
    const [batchSize, lastBatchSize] = batchSizesOf(trainData, ranks.share);
    const create = (chosen: ReadonlyMap<string, string>) => {
      engine.adoptChoices(chosen);
      engine.adoptChoices(ranks.ownChoices(resumeFrom?.choices ?? new Map()));
      return StepRunner.create(engine, { ...others, imageShape, batchSize, lastBatchSize, ranks });
    };
    runner = await ranks.afterFirst(create, () => engine.choices);
    if (resumeFrom !== undefined) await runner.writeState(resumeFrom.tensors);
    await runner.takeFirst();
    return { runner, changes };
  } catch (error) {
    await freeRunner(options, engine, runner);
    throw error;
  }
}

/** Closing an engine frees all that came from it; one that was given stays open. */
export async function freeRunner(
  options: TrainerOptions,
  engine: Engine,
  runner: StepRunner | undefined,
): Promise<void> {
  await (options.engine === undefined ? engine.close() : runner?.release());
}

const alike = 'start all of them with the same version, options and data';

/** What must be the same on every rank. */
function shownFacts(facts: TrainingFacts, { version }: Engine, resumeFrom: TrainingState | undefined) {
  const { epoch, step } = resumeFrom?.position ?? { epoch: 1, step: 0 };
  const entries = Object.entries({
    ...facts,
    engine: `${facts.engine} ${version}`,
    position: `epoch ${epoch}, step ${step}`,
  });
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
}
