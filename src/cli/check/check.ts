// `googlenet check`: what a folder of pictures holds, and whether a training could start with it.
import { resolve } from 'node:path';
import { z } from 'zod';
import { checkFolder } from '../../data/image-folder/check-folder.ts';
import { folderSettings } from '../../data/image-folder/folder-settings.ts';
import { openImageFolder } from '../../data/image-folder/image-folder.ts';
import { DataError } from '../../errors/data-error.ts';
import { largestSide } from '../../images/resize.ts';
import { cacheDirectory } from '../cache-directory.ts';
import { defineCommand } from '../command.ts';
import { languageOption } from '../options/language-option.ts';
import { flag, folder, wholeNumber } from '../options/option-values.ts';
import { argument, option } from '../options/options.ts';
import { localeLanguage } from '../terminal/language.ts';
import { LiveLine } from '../terminal/live-line.ts';
import { exitFailure, reportError } from '../terminal/report-error.ts';
import { checkTexts } from './check-texts.ts';
import { printCheck } from './print-check.ts';

export const checkCommand = defineCommand({
  name: 'check',
  description: `Look through a folder of pictures before training: DIR/CLASS/* or DIR/{train,val,test}/CLASS/*.

Folders in a class are searched too and links followed, as torchvision's ImageFolder does; hidden files and folders are
left out. Pictures end in png, jpg, jpeg, webp, gif, avif, tif or tiff. Exits with 1 where a training could not start.
Nothing is written into the folder: decoded pictures go to the cache, where train finds them.`,
  examples: [
    ['googlenet check photos', 'pictures of each class, what cannot be read, what is there twice'],
    ['googlenet check photos --json', 'as data'],
  ],
  options: z.object({
    directory: argument('DIR', 'a folder with a folder of pictures for each class', folder('a folder')),
    imageSize: option(
      '--image-size <pixels>',
      'side of the images that the pictures become',
      wholeNumber({ least: 1, most: largestSide }).default(96),
    ),
    json: option('--json', 'print JSON', flag()),
    lang: languageOption(),
  }),
  async run({ directory, imageSize, json, lang }, { stdout, stderr, env, program, workingDirectory }) {
    const language = lang ?? localeLanguage(env);
    const texts = checkTexts[language];
    const line = new LiveLine(stderr);
    const folder = await openImageFolder(resolve(workingDirectory, directory), {
      ...{ ...folderSettings({ imageSize }), ...cacheDirectory(env), shownName: directory },
      onNote: (note) => line.print(texts.note(note)),
      onProgress: (progress) => {
        if (stderr.isTTY) line.show(texts.progress(progress));
      },
    });
    line.clear();
    folder.close();
    const check = checkFolder(folder);
    if (json) stdout.printJson(check);
    else stdout.print(...printCheck(check, language, stdout.terminalColumns));
    for (const problem of check.problems) {
      reportError(new DataError(texts.problem(directory, problem)), stderr, { program, language });
    }
    return check.problems.length === 0 ? 0 : exitFailure;
  },
});
