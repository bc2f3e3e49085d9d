// `googlenet doctor`: what this machine has of what training needs.
import { z } from 'zod';
import { findLibrary } from '../../engines/onednn/library/find-library.ts';
import { openEngine } from '../../engines/open-engine.ts';
import { EngineError } from '../../errors/engine-error.ts';
import { EnvironmentError } from '../../errors/environment-error.ts';
import { cacheFolder } from '../../formats/home-directory.ts';
import { cacheDirectory } from '../cache-directory.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../command-context.ts';
import { languageOption } from '../options/language-option.ts';
import { flag } from '../options/option-values.ts';
import { option } from '../options/options.ts';
import { localeLanguage } from '../terminal/language.ts';
import { sayMessage } from '../zh/chinese.ts';
import { printFindings } from './doctor-texts.ts';
import { examine } from './examine.ts';
import { runProgram } from './run-program.ts';
import { unpackOneDnn } from './unpack-onednn.ts';

export const doctorCommand = defineCommand({
  name: 'doctor',
  description: 'Show what this machine has: Node, processor, memory, engines, GPUs, MPI, dataset.',
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
    lang: languageOption(),
  }),
  async run({ fix, json, lang }, context) {
    const { stdout, stderr, env } = context;
    const language = lang ?? localeLanguage(env);
    // Beside JSON, nothing else is on the output.
    if (fix) await fixOneDnn(context, (text) => (json ? stderr : stdout).print(sayMessage(text, language)));
    const findings = await examine(context);
    if (json) stdout.printJson(findings);
    else {
      const reader = { language, program: context.program, columns: stdout.columns };
      stdout.printBlock(`${printFindings(findings, reader).join('\n')}\n`);
    }
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
