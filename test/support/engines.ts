// The engines that the shared suites run on, one row each. A row may say why this machine lacks the engine, and which
// cases it is known not to meet: each is then skipped under its reason, and a skip that matches no case is an error.
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engines/engine.ts';
import { findLibrary } from '../../src/engines/onednn/library/find-library.ts';
import { openOneDnnEngine } from '../../src/engines/onednn/onednn-engine.ts';
import { type EngineName, openEngine } from '../../src/engines/open-engine.ts';
import { useSoftwareGpu } from './software-gpu.ts';

export interface EngineUnderTest {
  /** Largest relative L2 distance of one operation's result from the float64 reference, rounded to float32. */
  readonly tolerance: number;
  /** Why this machine does not have it. */
  readonly unavailable?: string;
  /** Suite title → case name → reason. */
  readonly skips: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Cases of which suites it meets, where not all: by suite title, what case names match. */
  readonly part?: Readonly<Record<string, RegExp>>;
}

/** A library to test instead of the system's: how scripts/test-onednn-3.mjs tests the other ABI. */
export const oneDnnPath = process.env.GOOGLENET_TEST_ONEDNN;
const missing = whyOneDnnIsMissing();
/** An engine that meets all suites, although that takes minutes: what scripts/test-engine.mjs asks for. */
const wholeEngine = process.env.GOOGLENET_TEST_WHOLE;
const noGpu = useSoftwareGpu();

export const enginesUnderTest: { readonly [K in EngineName]: EngineUnderTest } = {
  reference: { tolerance: 0, skips: {} },
  onnxruntime: { tolerance: 1e-6, skips: {} },
  webgpu: {
    tolerance: 1e-6,
    ...(noGpu === undefined ? {} : { unavailable: noGpu }),
    skips: {
      'recorded operations': {
        '29 cross_entropy [1,3] ':
          'WGSL lets an exponential be wrong by 3 + 2·|x| units in the last place, and 1 − p loses digits here',
      },
    },
    ...partOf('webgpu', { operations: / 0$/, gradients: / 0$/, state: /^(?!is shared)/ }),
  },
  wasm: {
    tolerance: 1e-6,
    skips: {
      'recorded activations and norms': {
        "7 GELU(approximate='tanh') [3,27]":
          'WebAssembly has no multiply-add of one rounding, so tanh is less exact, and 1 − tanh² loses digits here',
      },
    },
    ...partOf('wasm', {
      ...{ operations: / 0$/, gradients: / 0$/, nets: /^SmallInception/, state: /^/, errors: /^/ },
      ...{ 'NaN and infinity': /^/, 'recorded activations and norms': /^/, 'a resumed training on two threads': /^/ },
      networks: /^(ten steps of sgd|nin)$/,
    }),
  },
  onednn: { tolerance: 1e-6, ...(missing === undefined ? {} : { unavailable: missing }), skips: {} },
};

/** The engines for PyTorch's recordings of whole networks. The reference engine would take minutes. */
export const enginesForNetworks = (['onnxruntime', 'onednn', 'webgpu', 'wasm'] as const)
  .map((name) => ({ name, ...enginesUnderTest[name] }))
  .filter(({ part }) => part === undefined || part.networks !== undefined);

/** A part of the suites, for an engine that takes minutes for all of them. */
function partOf(name: EngineName, part: Readonly<Record<string, RegExp>>): Pick<EngineUnderTest, 'part'> {
  return wholeEngine === name ? {} : { part };
}

/** Whether a case of a suite is tried on the engine. */
export function isTried({ part }: EngineUnderTest, title: string, caseName: string): boolean {
  return part === undefined || (part[title]?.test(caseName) ?? false);
}

export interface EngineSuite {
  readonly name: EngineName;
  readonly tolerance: number;
  /** Opens the engine, runs the case, and closes the engine however the case ends. */
  readonly test: (caseName: string, run: (engine: Engine) => Promise<void>) => void;
}

/** One `describe` for each engine, with the same cases. */
export function describeEngines(
  title: string,
  suite: (engine: EngineSuite) => void,
  options: EngineTestOptions = {},
): void {
  for (const [name, engine] of engineEntries()) {
    const { tolerance, unavailable, skips, part } = engine;
    if (name === options.without || (part !== undefined && part[title] === undefined)) continue;
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
          if (!isTried(engine, title, caseName)) return;
          const reason = declared[caseName];
          met.add(caseName);
          if (reason !== undefined) it.skip(`${caseName} (skipped: ${reason})`, () => {});
          else it(caseName, () => withEngine(name, run, options));
        },
      });
      const stale = Object.keys(declared).filter((caseName) => !met.has(caseName));
      if (stale.length > 0) it('has a case for each declared skip', () => expect(stale).toEqual([]));
    });
  }
}

export interface EngineTestOptions {
  /** Sums of products in plain arithmetic, without Winograd's rounding. */
  readonly isExact?: boolean;
  /** The engine that the others are compared with. */
  readonly without?: EngineName;
}

export async function withEngine<T>(
  name: EngineName,
  use: (engine: Engine) => Promise<T>,
  { isExact = false }: EngineTestOptions = {},
): Promise<T> {
  const engine = await openEngineUnderTest(name, { isExact });
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}

export async function openEngineUnderTest(
  name: EngineName,
  { isExact = false }: EngineTestOptions = {},
): Promise<Engine> {
  if (name === 'onednn') return openOneDnnUnderTest(isExact ? 'direct' : 'auto');
  // Two threads wait long for each other where test files run beside.
  return openEngine(name, name === 'wasm' ? { threads: 1 } : {});
}

export function openOneDnnUnderTest(convolution: 'direct' | 'auto'): Engine {
  return openOneDnnEngine({ convolution, ...(oneDnnPath === undefined ? {} : { path: oneDnnPath }) });
}

/** CI installs the library: there its absence is a failure, not a reason to skip. */
function whyOneDnnIsMissing(): string | undefined {
  // A path leads to another version than the system's. One that computes wrongly is skipped: the system's is always tested,
  // so a fault of ours would show there.
  if (oneDnnPath !== undefined) return whyOneDnnIsFaulty();
  if (process.env.CI !== undefined) return undefined;
  try {
    findLibrary({ path: oneDnnPath });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.split('\n')[0] : String(error);
  }
}

function whyOneDnnIsFaulty(): string | undefined {
  try {
    void openOneDnnUnderTest('auto').close();
    return undefined;
  } catch (error) {
    if (error instanceof Error && error.message.includes('computes wrong')) return error.message;
    throw error;
  }
}

function engineEntries(): readonly (readonly [EngineName, EngineUnderTest])[] {
  return Object.entries(enginesUnderTest) as [EngineName, EngineUnderTest][];
}
