// `googlenet doctor`: what this machine has of what training needs.
import { z } from 'zod';
import { findLibrary } from '../../engines/onednn/library/find-library.ts';
import { openEngine } from '../../engines/open-engine.ts';
import { EngineError } from '../../errors/engine-error.ts';
import { EnvironmentError } from '../../errors/environment-error.ts';
import { cacheFolder } from '../../formats/home-directory.ts';
import { countOf } from '../../metrics/print-count.ts';
import { cacheDirectory } from '../cache-directory.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../command-context.ts';
import { flag } from '../options/option-values.ts';
import { option } from '../options/options.ts';
import { type DatasetFinding, type EngineFinding, examine, type Findings } from './examine.ts';
import { runProgram } from './run-program.ts';
import { unpackOneDnn } from './unpack-onednn.ts';

export const doctorCommand = defineCommand({
  name: 'doctor',
  description: 'Show what this machine has: Node, processor, memory, engines, dataset.',
  examples: [
    ['googlenet doctor', 'the first thing to send with a question'],
    ['googlenet doctor --json', 'the same as data'],
    ['googlenet doctor --fix', 'oneDNN without root, on Debian and Ubuntu'],
  ],
  options: z.object({
    fix: option(
      '--fix',
      "where oneDNN is missing: download the distribution's package and unpack it into the cache folder",
      flag(),
    ),
    json: option('--json', 'print JSON: one object with all of it, memory in bytes', flag()),
  }),
  async run({ fix, json }, context) {
    const { stdout, stderr } = context;
    // Beside JSON, nothing else is on the output.
    if (fix) await fixOneDnn(context, (text) => (json ? stderr : stdout).print(text));
    const findings = await examine(context);
    if (json) stdout.printJson(findings);
    else stdout.print(...describe(findings));
    return 0;
  },
});

async function fixOneDnn(context: CommandContext, say: (text: string) => void): Promise<void> {
  const { env } = context;
  const cache = cacheDirectory(env);
  try {
    await using engine = await openEngine('onednn', { ...cache, threads: 1 });
    say(`oneDNN ${engine.version} is here: nothing to fix`);
    return;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  }
  const folder = cacheFolder('onednn', cache.cacheDirectory);
  if (folder === undefined) {
    const hint = 'set XDG_CACHE_HOME to a folder of yours';
    throw new EnvironmentError('there is no home to unpack oneDNN into', { hint });
  }
  const run = (command: readonly [string, ...string[]], place: string) => runProgram(command, place, context);
  const tryLibrary = () => findLibrary({ folder });
  await unpackOneDnn({ folder, run, tryLibrary, say });
}

function describe({ node, processor, memory, load, engines, gpus, precision, dataset }: Findings): readonly string[] {
  const { model, cores, vectorExtensions } = processor;
  const lines = [
    ['node', `${node.version} · ${node.platform} ${node.arch}`],
    ['processor', `${model} · ${countOf(cores, 'core')}`],
    ['vectors', vectorExtensions.join(' ') || 'none that the system tells of'],
    ['memory', `${gigabytes(memory.total)} · ${gigabytes(memory.free)} free`],
    ['load', describeLoad(load, cores)],
    ...engines.map((engine, index) => [index === 0 ? 'engines' : '', describeEngine(engine)]),
    ...gpus.map((gpu, index) => [index === 0 ? 'GPUs' : '', describeGpu(gpu)]),
    ['precision', describePrecision(precision)],
    ['dataset', describeDataset(dataset)],
  ];
  return lines.map(([title, text]) => `${title.padEnd(10)} ${text}`);
}

function describeLoad({ lastMinute, slowsTraining }: Findings['load'], cores: number): string {
  const shown = `${lastMinute.toFixed(1)} on ${countOf(cores, 'core')} in the last minute`;
  return slowsTraining
    ? `${shown}: other processes are at work, and beside them training takes twice as long or longer`
    : shown;
}

function describeEngine(engine: EngineFinding): string {
  return `${engine.name} ${'version' in engine ? engine.version : `missing: ${engine.missing}`}`;
}

function describeGpu({ name, kind, vulkan, memory }: Findings['gpus'][number]): string {
  return `${name} · ${kind} · Vulkan ${vulkan} · ${gigabytes(memory)}`;
}

function describePrecision({ available, auto }: Findings['precision']): string {
  if (!available.includes('bf16')) return 'float32';
  return `float32, bf16, which is ${auto === 'bf16' ? 'faster here (--precision auto)' : 'no faster here'}`;
}

function describeDataset({ found, downloadsTo }: DatasetFinding): string {
  if (found !== null) return `${found.directory} (${found.source})`;
  if (downloadsTo !== null) return `not on this machine; the first training downloads it to ${downloadsTo} (30 MB)`;
  return 'not on this machine, and no home to download it to: set XDG_CACHE_HOME to a folder of yours';
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
