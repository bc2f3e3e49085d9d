// Which of the two computes faster here, the processor or the GPU: both are timed once, and what came of it is kept. The GPU is
// the riskier one, so whatever fails on it leaves the processor, and is said.
import { cpus } from 'node:os';
import { EngineError } from '../../errors/engine-error.ts';
import { advised, type Engine } from '../engine.ts';
import type { KeptTimes, StepTimes } from './kept-times.ts';

export interface FoundGpu {
  readonly name: string;
  /** All that may change how fast it is: driver and library, with their versions. */
  readonly versions: string;
  readonly open: () => Promise<Engine>;
}

/** What is asked of the machine; tests have others. */
export interface Contest {
  /** Undefined where there is no real GPU. @throws EngineError where there is one that cannot be used */
  readonly findGpu: () => FoundGpu | undefined | Promise<FoundGpu | undefined>;
  readonly openProcessor: () => Promise<Engine>;
  /** Milliseconds. */
  readonly timeOfStep: (engine: Engine) => Promise<number>;
  readonly times: KeptTimes;
}

/** `Engine.advice` says what was measured, and what failed. */
export async function openFaster(contest: Contest): Promise<Engine> {
  const processor = await contest.openProcessor();
  try {
    return await chooseBeside(processor, contest);
  } catch (error) {
    if (error instanceof ProcessorFailure) {
      await processor.close();
      throw error.cause;
    }
    if (error instanceof EngineError) return stayWith(processor, error.message);
    await processor.close();
    throw error;
  }
}

async function chooseBeside(processor: Engine, contest: Contest): Promise<Engine> {
  const found = await contest.findGpu();
  if (found === undefined) return processor;
  const { times, trouble } = await timesOf(found, processor, contest);
  const behind = trouble === undefined ? '' : `; ${trouble}`;
  const [there, here] = [times.gpu, times.processor].map((time) => `${Number(time.toPrecision(3))} ms`);
  if (times.processor <= times.gpu) {
    return stayWith(processor, `a training step takes ${here}, and ${there} on ${found.name}${behind}`);
  }
  const gpu = await found.open();
  await processor.close();
  return advised(
    gpu,
    `auto takes ${found.name}: a training step takes ${there}, and ${here} on ${processor.name}${behind}`,
  );
}

interface Known {
  readonly times: StepTimes;
  readonly trouble?: string | undefined;
}

async function timesOf(found: FoundGpu, processor: Engine, contest: Contest): Promise<Known> {
  const { name, version, threads, precision } = processor;
  const machine = `${cpus().at(0)?.model.trim()}, ${name} ${version}, ${threads} threads, ${precision}`;
  const subject = `${found.name}, ${found.versions}; ${machine}`;
  const kept = contest.times.read(subject);
  if (kept !== undefined && 'gpu' in kept) return { times: kept };
  const gpu = await timeOn(found.open, contest);
  // Another one than will be used: what an engine chooses when it compiles stays with it.
  const measured = await timeOn(contest.openProcessor, contest).catch((cause: unknown) => {
    throw new ProcessorFailure('', { cause });
  });
  const times = { gpu, processor: measured };
  const unwritten = kept?.isUnreadable ? undefined : contest.times.write(subject, times);
  return { times, trouble: (unwritten ?? kept)?.trouble };
}

async function timeOn(open: () => Promise<Engine>, { timeOfStep }: Contest): Promise<number> {
  const engine = await open();
  try {
    const time = await timeOfStep(engine);
    await engine.close();
    return time;
  } catch (error) {
    // What failed already fails again: the first failure tells more.
    await engine.close().catch(() => {});
    throw error;
  }
}

/** That the processor cannot compute a step is no reason to stay with it. */
class ProcessorFailure extends Error {}

function stayWith(processor: Engine, reason: string): Engine {
  const more = processor.advice === undefined ? '' : `; ${processor.advice}`;
  return advised(processor, `auto takes ${processor.name}: ${reason}${more}`);
}
