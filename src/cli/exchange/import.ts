// `googlenet import`: weights of PyTorch or of any safetensors file, checked against the model, as a file of ours.
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { createFile } from '../../formats/atomic-file.ts';
import { makeFolder } from '../../formats/make-folder.ts';
import { encodeSafetensors, float32Tensors } from '../../formats/safetensors.ts';
import { writingFile } from '../../formats/writing-file.ts';
import { modelNames, models } from '../../models/model-table.ts';
import { fitWeights } from '../../runs/fit-weights.ts';
import { takeNewFolder } from '../../runs/new-folder.ts';
import { readWeightsFile } from '../../runs/read-weights-file.ts';
import { RunFolder } from '../../runs/run-folder.ts';
import { createTaskModel, printTask } from '../../tasks/task.ts';
import { defineCommand } from '../command.ts';
import { requireFamily } from '../options/file-door.ts';
import { languageOption } from '../options/language-option.ts';
import { lookAt } from '../options/look-at.ts';
import { choice, path } from '../options/option-values.ts';
import { argument, option } from '../options/options.ts';
import { invalidOption } from '../options/usage-error.ts';
import { localeLanguage } from '../terminal/language.ts';
import { readClassNames } from './class-names.ts';
import { exchangeTexts } from './exchange-texts.ts';
import { findTask } from './find-task.ts';
import { requireNew } from './output-file.ts';

/** This many of the keys that were left out are named, the others counted. */
const shownKeys = 12;
const otherFile = 'give a .pt, .pth or .safetensors file';

export const importCommand = defineCommand({
  name: 'import',
  description:
    'Take over weights from PyTorch (torch.save) or from a safetensors file; names and shapes tell the network.',
  examples: [
    ['googlenet import model.pt --out runs/pytorch', 'a state_dict as a run, for evaluate, predict and export'],
    ['googlenet import checkpoint.pt --key ema --out runs/ema', 'one of several state_dicts of a checkpoint'],
    ['googlenet import model.safetensors --out weights.safetensors', 'as a file, for train --init'],
    ['googlenet import model.pth --out runs/imagenet --class-names names.txt', 'with names for its classes'],
  ],
  options: z.object({
    file: argument(
      'FILE',
      'a state_dict or checkpoint of torch.save (.pt, .pth), or a .safetensors file',
      path('a file'),
    ),
    out: option(
      '--out <RUN|FILE>',
      'a new run folder, or a new .safetensors file',
      path('a folder or a .safetensors file'),
    ),
    model: option(
      '--model <name>',
      `the network: ${modelNames.join(', ')} (default: what names and shapes show)`,
      choice(modelNames).optional(),
    ),
    key: option(
      '--key <NAME>',
      'which state_dict of a checkpoint, where it holds several',
      z.string('expected the name of a key').optional(),
    ),
    classNames: option(
      '--class-names <FILE>',
      "a text file with a name a line (default: 0, 1, 2, …, or the tutorial's for ten classes of grey images)",
      path('a text file').optional(),
    ),
    lang: languageOption(),
  }),
  async run({ file, out, model: asked, key, classNames, lang }, { stdout, env, workingDirectory }) {
    const shown = out.endsWith('.safetensors') ? out : join(out, 'weights', 'last.safetensors');
    requireNew(out, workingDirectory);
    const source = resolve(workingDirectory, file);
    requireFile(file, source);
    const weights = readWeightsFile(source, file, key);
    const found = findTask({ file, ...weights }, asked);
    const { length: classes } = found.task.classNames;
    const task =
      classNames === undefined
        ? found.task
        : { ...found.task, classNames: readClassNames(resolve(workingDirectory, classNames), classNames, classes) };
    const model = createTaskModel(task);
    fitWeights(model, found.tensors, file);

    const target = resolve(workingDirectory, shown);
    const state = float32Tensors(model.stateDict());
    const bytes = encodeSafetensors(state, { format: 'pt', task: printTask(task) });
    const folder = shown === out ? undefined : new RunFolder(resolve(workingDirectory, out));
    if (folder !== undefined) writingFile(target, () => makeFolder(folder.path));
    // Held while it is written: a training that begins in the same folder would write over it.
    using _lock = folder && takeNewFolder(folder);
    writingFile(target, () => {
      if (folder !== undefined) makeFolder(dirname(target));
      createFile(target, [bytes]);
    });
    const texts = exchangeTexts[lang ?? localeLanguage(env)];
    stdout.print(texts.imported({ tensors: state.size, from: file, format: weights.format, to: shown }));
    if (weights.key !== undefined) stdout.print(texts.ofKey(weights.key));
    if (found.prefix !== '') stdout.print(texts.withoutPrefix(found.prefix));
    const leftOut = [...weights.leftOut, ...found.others];
    if (leftOut.length > 0) stdout.print(texts.leftOut(leftOut.slice(0, shownKeys), leftOut.length));
    const { name, options } = task.model;
    const images = task.input.shape.join('×');
    stdout.print(texts.recognised({ title: models[name].title, classes, images, heads: options.heads }));
    return 0;
  },
});

function requireFile(file: string, path: string): void {
  const stat = lookAt(path, `FILE is '${file}'`, otherFile);
  if (!stat?.isFile()) {
    const problem = stat === undefined ? 'does not exist' : 'is not a file';
    throw invalidOption(`FILE is '${file}', which ${problem}`, otherFile);
  }
  requireFamily(path, {
    shown: file,
    families: ['safetensors', 'torch', 'archive'],
    expected: 'a .pt, .pth or .safetensors file',
  });
}
