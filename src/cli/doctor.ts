// `googlenet doctor`: what this machine has of what training needs.
import { arch, freemem, platform, totalmem } from 'node:os';
import { z } from 'zod';
import { fashionMnistCache, locateFashionMnist } from '../data/fashion-mnist/locate.ts';
import { type EngineName, engineNames, openEngine } from '../engines/open-engine.ts';
import { GoogLeNetError } from '../errors/googlenet-error.ts';
import { cacheDirectory } from './cache-directory.ts';
import { defineCommand } from './command.ts';
import type { Environment } from './command-context.ts';
import { readProcessor } from './processor.ts';

export const doctorCommand = defineCommand({
  name: 'doctor',
  description: 'Show what this machine has: Node, processor, memory, engines, dataset.',
  examples: [['googlenet doctor', 'the first thing to send with a question']],
  options: z.object({}),
  async run(_options, { stdout, env }) {
    const { model, cores, vectorExtensions } = readProcessor();
    const engines = await Promise.all(engineNames.map(async (name) => `${name} ${await describeEngine(name)}`));
    const lines = [
      ['node', `${process.version} · ${platform()} ${arch()}`],
      ['processor', `${model} · ${cores} ${cores === 1 ? 'core' : 'cores'}`],
      ['vectors', vectorExtensions.join(' ') || 'none that the system tells of'],
      ['memory', `${gigabytes(totalmem())} · ${gigabytes(freemem())} free`],
      ...engines.map((text, index) => [index === 0 ? 'engines' : '', text]),
      ['dataset', await describeDataset(env)],
    ];
    stdout.print(...lines.map(([title, text]) => `${title.padEnd(10)} ${text}`));
    return 0;
  },
});

/** Its version, or why it is missing. */
async function describeEngine(name: EngineName): Promise<string> {
  try {
    const engine = await openEngine(name, { threads: 1 });
    await engine.close();
    return engine.version;
  } catch (error) {
    if (error instanceof GoogLeNetError) return `missing: ${error.hint ?? error.message}`;
    throw error;
  }
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
