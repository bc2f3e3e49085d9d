// `googlenet studio`: a page to watch, understand and try the network, served until it is stopped.
import { resolve } from 'node:path';
import { inspect } from 'node:util';
import { z } from 'zod';
import { reasonOf } from '../../errors/reason-of.ts';
import { openStudio, type Studio } from '../../studio/open-studio.ts';
import { networkAddresses } from '../../studio/server/network-addresses.ts';
import { loadTestImages } from '../../studio/server/run-images.ts';
import { cacheDirectory } from '../cache-directory.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../command-context.ts';
import { notAFolder } from '../options/file-door.ts';
import { languageOption } from '../options/language-option.ts';
import { lookAt } from '../options/look-at.ts';
import { warning } from '../options/notes.ts';
import { flag, folder, hostNames, wholeNumber, word } from '../options/option-values.ts';
import { argument, option } from '../options/options.ts';
import { invalidOption } from '../options/usage-error.ts';
import { proxySettings } from '../proxy-settings.ts';
import { localeLanguage } from '../terminal/language.ts';
import { openBrowser } from './open-browser.ts';
import { studioTexts } from './studio-texts.ts';

const usualDirectory = 'runs';

export const studioCommand = defineCommand({
  name: 'studio',
  description: 'Serve a page to watch runs as they train, to look into the network, and to try it.',
  examples: [
    ['googlenet studio', 'the runs in runs/, at an address that it prints'],
    ['googlenet studio --open', 'and in the browser at once'],
    ['googlenet studio runs/googlenet-1', 'this run alone'],
    ['googlenet studio elsewhere/runs --port 8080', 'other runs, always at the same address'],
    ['googlenet studio --host 0.0.0.0', 'for other machines too: anyone who reaches it can read the runs'],
    ['googlenet studio --allow-host studio.example', 'behind a tunnel or a proxy of this name, http or https'],
  ],
  options: z.object({
    directory: argument(
      '[RUNS_DIR]',
      `the folder of the runs, or of one run (default: ${usualDirectory}, which need not be there yet)`,
      folder('a folder').optional(),
    ),
    port: option(
      '--port <number>',
      'of the address; 0 is any that is free',
      wholeNumber({ least: 0, most: 65_535 }).default(0),
    ),
    host: option('--host <address>', 'the address to listen on', word('an address').default('127.0.0.1')),
    allowHost: option(
      '--allow-host <names>',
      'names of a tunnel or a proxy that leads here, with commas between them; to others the studio does not answer',
      hostNames().optional(),
    ),
    readOnly: option(
      '--read-only',
      'no notes, renaming or deleting of runs from the page; so it always is with --host for others and --allow-host',
      flag(),
    ),
    open: option('--open', 'open it in the browser', flag()),
    untilInputEnds: option(
      '--until-input-ends',
      'end with the standard input instead of with Ctrl-C: train --studio starts it so',
      flag(),
    ),
    lang: languageOption(),
  }),
  outlivesItsOutput: true,
  async run({ directory, port, host, allowHost, readOnly, open, untilInputEnds, lang }, context, { argv }) {
    const { stdout, stderr, env, program, workingDirectory, loadDataset } = context;
    const language = lang ?? localeLanguage(env);
    const texts = studioTexts[language];
    requireFolder(directory, workingDirectory);
    const isDebugging = argv.includes('--debug');
    const studio = await openStudio({
      directory: resolve(workingDirectory, directory ?? usualDirectory),
      host,
      port,
      readOnly,
      program,
      ...(allowHost === undefined ? {} : { allowedHosts: allowHost }),
      loadTestImages: (run, signal) => {
        return loadTestImages(run, {
          ...cacheDirectory(env),
          ...proxySettings(env),
          loadFashionMnist: loadDataset,
          signal,
        });
      },
      onError: (error) =>
        isDebugging
          ? stderr.printBlock(warning(inspect(error), language))
          : stderr.print(warning(texts.failed(reasonOf(error)), language)),
    });
    const ended = waitForEnd(context, { untilInputEnds });
    stdout.print(untilInputEnds ? texts.openUntilInputEnds(studio.url) : texts.open(studio.url));
    if (!studio.isLoopback) stderr.print(warning(texts.isPublic(outsideUrls(studio)), language));
    if (open) openBrowser(studio.url, context, () => stderr.print(warning(texts.noBrowser(studio.url), language)));
    await ended;
    await studio.close();
    return 0;
  },
});

/** What was typed is to be there; without a word the runs may come later. */
function requireFolder(typed: string | undefined, workingDirectory: string): void {
  const directory = typed ?? usualDirectory;
  const given = `RUNS_DIR is '${directory}'`;
  const hint = 'give the folder that holds your runs; googlenet train makes one in runs';
  const location = resolve(workingDirectory, directory);
  const stats = lookAt(location, given, hint);
  if (stats === undefined && typed === undefined) return;
  if (stats === undefined) throw invalidOption(`${given}, which does not exist`, hint);
  if (!stats.isDirectory()) throw notAFolder(location, { given, shown: directory, hint });
}

/** The first signal, or the end of the input. */
function waitForEnd(
  { stdin, onStopSignal }: CommandContext,
  { untilInputEnds }: { readonly untilInputEnds: boolean },
): Promise<void> {
  return new Promise((stop) => {
    const end = () => {
      removeListener();
      if (untilInputEnds) stdin.pause();
      stop();
    };
    // A terminal sends Ctrl-C and its own end to both: the training then still has something to show.
    const removeListener = onStopSignal((signal) => {
      if (!untilInputEnds || signal === 'SIGTERM') end();
    });
    if (untilInputEnds) stdin.once('end', end).once('close', end).once('error', end).resume();
  });
}

/** For other machines. */
function outsideUrls({ port, url }: Studio): readonly string[] {
  if (!url.startsWith('http://localhost:')) return [url];
  const addresses = networkAddresses().filter(({ internal, family }) => !internal && family === 'IPv4');
  return addresses.length === 0 ? [url] : addresses.map(({ address }) => `http://${address}:${port}/`);
}
