// `googlenet doctor`: what this machine has of what training needs.
import { arch, freemem, loadavg, platform, totalmem } from 'node:os';
import { z } from 'zod';
import { fashionMnistCache, locateFashionMnist } from '../../data/fashion-mnist/locate.ts';
import { findLibrary } from '../../engines/onednn/library/find-library.ts';
import { type EngineName, engineNames, openEngine } from '../../engines/open-engine.ts';
import { EngineError } from '../../errors/engine-error.ts';
import { EnvironmentError } from '../../errors/environment-error.ts';
import { GoogLeNetError } from '../../errors/googlenet-error.ts';
import { cacheFolder } from '../../formats/home-directory.ts';
import { cacheDirectory } from '../cache-directory.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext, Environment } from '../command-context.ts';
import { flag } from '../options/option-values.ts';
import { option } from '../options/options.ts';
import { readProcessor } from '../processor.ts';
import { runProgram } from './run-program.ts';
import { unpackOneDnn } from './unpack-onednn.ts';

export const doctorCommand = defineCommand({
  name: 'doctor',
  description: 'Show what this machine has: Node, processor, memory, engines, dataset.',
  examples: [
    ['googlenet doctor', 'the first thing to send with a question'],
    ['googlenet doctor --fix', 'oneDNN without root, on Debian and Ubuntu'],
  ],
  options: z.object({
    fix: option(
      '--fix',
      "where oneDNN is missing: download the distribution's package and unpack it into the cache folder",
      flag(),
    ),
  }),
  async run({ fix }, context) {
    const { stdout, env } = context;
    if (fix) await fixOneDnn(context);
    const { model, cores, vectorExtensions } = readProcessor();
    const engines = await Promise.all(engineNames.map(async (name) => `${name} ${await describeEngine(name, env)}`));
    const lines = [
      ['node', `${process.version} · ${platform()} ${arch()}`],
      ['processor', `${model} · ${cores} ${cores === 1 ? 'core' : 'cores'}`],
      ['vectors', vectorExtensions.join(' ') || 'none that the system tells of'],
      ['memory', `${gigabytes(totalmem())} · ${gigabytes(freemem())} free`],
      ['load', describeLoad(loadavg()[0], cores)],
      ...engines.map((text, index) => [index === 0 ? 'engines' : '', text]),
      ['precision', await describePrecision(env)],
      ['dataset', await describeDataset(env)],
    ];
    stdout.print(...lines.map(([title, text]) => `${title.padEnd(10)} ${text}`));
    return 0;
  },
});

async function fixOneDnn(context: CommandContext): Promise<void> {
  const { stdout, env } = context;
  const cache = cacheDirectory(env);
  try {
    await using engine = await openEngine('onednn', { ...cache, threads: 1 });
    stdout.print(`oneDNN ${engine.version} is here: nothing to fix`);
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
  await unpackOneDnn({ folder, run, tryLibrary, say: (text) => stdout.print(text) });
}

/** Its version, or why it is missing. */
async function describeEngine(name: EngineName, env: Environment): Promise<string> {
  try {
    const engine = await openEngine(name, { ...cacheDirectory(env), threads: 1 });
    await engine.close();
    return engine.version;
  } catch (error) {
    if (error instanceof GoogLeNetError) return `missing: ${error.hint ?? error.message}`;
    throw error;
  }
}

/** Processes that wanted a core in the last minute; where there are more than cores, ours waits, and its threads for each other. */
export function describeLoad(load: number, cores: number): string {
  const shown = `${load.toFixed(1)} on ${cores} ${cores === 1 ? 'core' : 'cores'} in the last minute`;
  // Windows tells of none; what idles has some hundredths.
  if (load < 0.5 * Math.min(cores, 2)) return shown;
  return `${shown}: other processes are at work, and beside them training takes twice as long or longer`;
}

async function describePrecision(env: Environment): Promise<string> {
  try {
    const engine = await openEngine('onednn', { ...cacheDirectory(env), precision: 'bf16' });
    await engine.close();
  } catch (error) {
    if (error instanceof GoogLeNetError) return 'float32';
    throw error;
  }
  await using engine = await openEngine('onednn', { ...cacheDirectory(env), precision: 'auto' });
  if (engine.precision === 'bf16') return 'float32, bf16, which is faster here (--precision auto)';
  return 'float32, bf16, which is no faster here';
}

async function describeDataset(env: Environment): Promise<string> {
  const cache = cacheDirectory(env);
  const found = await locateFashionMnist(cache);
  if (found !== undefined) return `${found.directory} (${found.source})`;
  const place = fashionMnistCache(cache.cacheDirectory);
  if (place !== undefined) return `not on this machine; the first training downloads it to ${place} (30 MB)`;
  return 'not on this machine, and no home to download it to: set XDG_CACHE_HOME to a folder of yours';
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
