// What the doctor finds on this machine, as plain data: it is printed for people, or as JSON.
import { arch, freemem, loadavg, platform, totalmem } from 'node:os';
import { type FashionMnistLocation, fashionMnistCache, locateFashionMnist } from '../../data/fashion-mnist/locate.ts';
import { installedMpi } from '../../distributed/mpi/find-mpi.ts';
import { nodeWebGpu } from '../../engines/onnxruntime/hosts/node-webgpu.ts';
import { type GpuAdapter, vulkanAdapters } from '../../engines/onnxruntime/hosts/vulkan-adapters.ts';
import { openOnnxEngine } from '../../engines/onnxruntime/onnxruntime-engine.ts';
import { type EngineName, engineNames, openEngine } from '../../engines/open-engine.ts';
import { GoogLeNetError } from '../../errors/googlenet-error.ts';
import { cacheDirectory } from '../cache-directory.ts';
import type { CommandContext, Environment } from '../command-context.ts';
import { type Processor, readProcessor } from '../processor.ts';
import { readVersion } from '../version.ts';
import { catchNativeLines } from './catch-native-lines.ts';

export interface Findings {
  /** The version of this program. */
  readonly googlenet: string;
  readonly node: { readonly version: string; readonly platform: string; readonly arch: string };
  readonly processor: Processor;
  /** Bytes. */
  readonly memory: { readonly total: number; readonly free: number };
  /** Processes that wanted a core in the last minute. */
  readonly load: { readonly lastMinute: number; readonly slowsTraining: boolean };
  readonly engines: readonly EngineFinding[];
  /** Those that Vulkan tells of. */
  readonly gpus: readonly GpuAdapter[];
  /** What the engine onednn computes in, and what `--precision auto` takes. */
  readonly precision: { readonly available: readonly string[]; readonly auto: string };
  /** Those that the system's loader finds: what processes on several machines train together with. */
  readonly mpi: readonly { readonly version: string; readonly path: string }[];
  readonly dataset: DatasetFinding;
  /** Lines that native libraries printed meanwhile by themselves, such as why a GPU's driver is not taken. */
  readonly printed: readonly string[];
}

/** Its version, or why it is missing. */
export type EngineFinding =
  | { readonly name: EngineName; readonly version: string }
  | { readonly name: EngineName; readonly missing: string };

export interface DatasetFinding {
  readonly name: string;
  /** Null where it is not on this machine. */
  readonly found: Pick<FashionMnistLocation, 'directory' | 'source'> | null;
  /** Where the first training puts it; null where there is no home. */
  readonly downloadsTo: string | null;
}

export async function examine(context: Pick<CommandContext, 'env' | 'stderr'>): Promise<Findings> {
  const { result, lines } = await catchNativeLines(
    () => look(context),
    (...said) => context.stderr.print(...said),
  );
  return { ...result, printed: lines };
}

async function look({ env }: Pick<CommandContext, 'env'>): Promise<Omit<Findings, 'printed'>> {
  const processor = readProcessor();
  const [lastMinute] = loadavg();
  const askVulkan = askedOnce(vulkanAdapters);
  return {
    googlenet: readVersion(),
    node: { version: process.version, platform: platform(), arch: arch() },
    processor,
    memory: { total: totalmem(), free: freemem() },
    load: { lastMinute, slowsTraining: slowsTraining(lastMinute, processor.cores) },
    engines: await Promise.all(engineNames.map((name) => findEngine(name, env, askVulkan))),
    gpus: findGpus(askVulkan),
    precision: await findPrecision(env),
    mpi: installedMpi().map(({ version, path }) => ({ version, path })),
    dataset: await findDataset(env),
  };
}

/** Where more processes want a core than there are cores, ours waits, and its threads for each other. */
export function slowsTraining(load: number, cores: number): boolean {
  // Windows tells of none; what idles has some hundredths.
  return load >= 0.5 * Math.min(cores, 2);
}

/** Vulkan loads all its drivers whenever it is asked. */
function askedOnce<T>(ask: () => T): () => T {
  let answer: (() => T) | undefined;
  return () => {
    answer ??= answerOf(ask);
    return answer();
  };
}

function answerOf<T>(ask: () => T): () => T {
  try {
    const answer = ask();
    return () => answer;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

type AskVulkan = typeof vulkanAdapters;

async function findEngine(name: EngineName, env: Environment, askVulkan: AskVulkan): Promise<EngineFinding> {
  try {
    const engine =
      name === 'webgpu'
        ? openOnnxEngine(await nodeWebGpu({ list: askVulkan }))
        : await openEngine(name, { ...cacheDirectory(env), threads: 1 });
    await engine.close();
    return { name, version: engine.version };
  } catch (error) {
    // To ask the doctor is no advice here.
    const advice = (hint: string) => hint.replace('; googlenet doctor lists what it finds', '');
    if (error instanceof GoogLeNetError) return { name, missing: advice(error.hint ?? error.message) };
    throw error;
  }
}

function findGpus(askVulkan: AskVulkan): readonly GpuAdapter[] {
  try {
    return askVulkan() ?? [];
  } catch (error) {
    // Without Vulkan's loader there is none; what the engine webgpu lacks says so.
    if (error instanceof GoogLeNetError) return [];
    throw error;
  }
}

async function findPrecision(env: Environment): Promise<Findings['precision']> {
  try {
    const engine = await openEngine('onednn', { ...cacheDirectory(env), precision: 'bf16' });
    await engine.close();
  } catch (error) {
    if (error instanceof GoogLeNetError) return { available: ['float32'], auto: 'float32' };
    throw error;
  }
  await using engine = await openEngine('onednn', { ...cacheDirectory(env), precision: 'auto' });
  return { available: ['float32', 'bf16'], auto: engine.precision };
}

async function findDataset(env: Environment): Promise<DatasetFinding> {
  const cache = cacheDirectory(env);
  const located = await locateFashionMnist(cache);
  return {
    name: 'Fashion-MNIST',
    found: located === undefined ? null : { directory: located.directory, source: located.source },
    downloadsTo: fashionMnistCache(cache.cacheDirectory) ?? null,
  };
}
