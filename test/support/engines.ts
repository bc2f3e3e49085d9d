// The engines that the shared suites run on, one row each. A row may say why this machine lacks the engine, and which
// cases it is known not to meet: each is then skipped under its reason, and a skip that matches no case is an error.
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engines/engine.ts';
import { type EngineName, openEngine } from '../../src/engines/open-engine.ts';

export interface EngineUnderTest {
  /** Largest relative L2 distance of one operation's result from the float64 reference, rounded to float32. */
  readonly tolerance: number;
  /** Why this machine does not have it. */
  readonly unavailable?: string;
  /** Suite title → case name → reason. */
  readonly skips: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const enginesUnderTest: { readonly [K in EngineName]: EngineUnderTest } = {
  reference: { tolerance: 0, skips: {} },
  onnxruntime: { tolerance: 1e-6, skips: {} },
};

export interface EngineSuite {
  readonly name: EngineName;
  readonly tolerance: number;
  /** Opens the engine, runs the case, and closes the engine however the case ends. */
  readonly test: (caseName: string, run: (engine: Engine) => Promise<void>) => void;
}

/** One `describe` for each engine, with the same cases. */
export function describeEngines(title: string, suite: (engine: EngineSuite) => void): void {
  for (const [name, { tolerance, unavailable, skips }] of engineEntries()) {
    if (unavailable !== undefined) {
      describe.skip(`${title} on ${name} (skipped: ${unavailable})`, () => {});
      continue;
    }
    describe(`${title} on ${name}`, () => {
      const declared = skips[title] ?? {};
      const met = new Set<string>();
      suite({
        name,
        tolerance,
        test(caseName, run) {
          const reason = declared[caseName];
          met.add(caseName);
          if (reason !== undefined) it.skip(`${caseName} (skipped: ${reason})`, () => {});
          else it(caseName, () => withEngine(name, run));
        },
      });
      const stale = Object.keys(declared).filter((caseName) => !met.has(caseName));
      if (stale.length > 0) it('has a case for each declared skip', () => expect(stale).toEqual([]));
    });
  }
}

export async function withEngine<T>(name: EngineName, use: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await openEngine(name);
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}

function engineEntries(): readonly (readonly [EngineName, EngineUnderTest])[] {
  return Object.entries(enginesUnderTest) as [EngineName, EngineUnderTest][];
}
