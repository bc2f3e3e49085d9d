// `googlenet studio`: a page to watch, understand and try the network, served until it is stopped.
import { resolve } from 'node:path';
import { z } from 'zod';
import { openStudio } from '../studio/open-studio.ts';
import { defineCommand } from './command.ts';
import { languages, localeLanguage } from './language.ts';
import { choice, path, wholeNumber } from './option-values.ts';
import { argument, option } from './options.ts';
import { studioTexts } from './studio-texts.ts';

export const studioCommand = defineCommand({
  name: 'studio',
  description: 'Serve a page to watch runs as they train, to look into the network, and to try it.',
  examples: [
    ['googlenet studio', 'the runs in runs/, at an address that it prints'],
    ['googlenet studio elsewhere/runs --port 8080', 'other runs, always at the same address'],
  ],
  options: z.object({
    directory: argument('RUNS_DIR', 'the folder of the runs (default: runs)', path('a folder').default('runs')),
    port: option('--port <number>', 'of the address; 0 is any that is free', wholeNumber({ least: 0 }).default(0)),
    host: option('--host <address>', 'the address to listen on', path('an address').default('127.0.0.1')),
    lang: option(
      '--lang <language>',
      `${languages.join(' or ')} (default: the locale's)`,
      choice(languages).optional(),
    ),
  }),
  async run({ directory, port, host, lang }, { stdout, env, workingDirectory, onStopSignal }) {
    const texts = studioTexts[lang ?? localeLanguage(env)];
    const studio = await openStudio({ directory: resolve(workingDirectory, directory), host, port });
    await new Promise<void>((stop) => {
      const remove = onStopSignal(() => {
        remove();
        stop();
      });
      stdout.write(`${texts.open(studio.url)}\n`);
    });
    await studio.close();
    return 0;
  },
});
