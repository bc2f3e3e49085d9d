// `googlenet import`: weights of PyTorch or of any safetensors file, checked against the model, as a file of ours.
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { FormatError } from '../../errors/format-error.ts';
import { reasonOf } from '../../errors/reason-of.ts';
import { createFile } from '../../formats/atomic-file.ts';
import { makeFolder } from '../../formats/make-folder.ts';
import { largestBinaryFile, readRegularFileSync } from '../../formats/regular-file.ts';
import { encodeSafetensors, float32Tensors, readSafetensors } from '../../formats/safetensors.ts';
import { decodeTorchFile } from '../../formats/torch.ts';
import { modelNames, models } from '../../models/model-table.ts';
import { fitWeights } from '../../runs/fit-weights.ts';
import { takeNewFolder } from '../../runs/new-folder.ts';
import { RunFolder } from '../../runs/run-folder.ts';
import { createTaskModel, printTask } from '../../tasks/task.ts';
import { modelTensors } from '../../training/checkpoint.ts';
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
import { type FoundWeights, findTask } from './find-task.ts';
import { requireNew, writing } from './output-file.ts';

const otherFile = 'give a .pt, .pth or .safetensors file';

export const importCommand = defineCommand({
  name: 'import',
  description:
    'Take over weights from PyTorch (torch.save) or from a safetensors file; names and shapes tell the network.',
  examples: [
    ['googlenet import model.pt --out runs/pytorch', 'a state_dict as a run, for evaluate, predict and export'],
    ['googlenet import model.safetensors --out weights.safetensors', 'as a file, for train --init'],
    ['googlenet import model.pth --out runs/imagenet --class-names names.txt', 'with names for its classes'],
  ],
  options: z.object({
    file: argument('FILE', 'a state_dict of torch.save (.pt, .pth), or a .safetensors file', path('a file')),
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
    classNames: option(
      '--class-names <FILE>',
      "a text file with a name a line (default: 0, 1, 2, …, or the tutorial's for ten classes of grey images)",
      path('a text file').optional(),
    ),
    lang: languageOption(),
  }),
  async run({ file, out, model: asked, classNames, lang }, { stdout, env, workingDirectory }) {
    const shown = out.endsWith('.safetensors') ? out : join(out, 'weights', 'last.safetensors');
    requireNew(out, workingDirectory);
    const { format, ...weights } = readWeights(file, resolve(workingDirectory, file));
    const found = findTask(weights, asked);
    const { length: classes } = found.classNames;
    const task =
      classNames === undefined
        ? found
        : { ...found, classNames: readClassNames(resolve(workingDirectory, classNames), classNames, classes) };
    const model = createTaskModel(task);
    fitWeights(model, weights.tensors, file);

    const target = resolve(workingDirectory, shown);
    const state = float32Tensors(model.stateDict());
    const bytes = encodeSafetensors(state, { format: 'pt', task: printTask(task) });
    const folder = shown === out ? undefined : new RunFolder(resolve(workingDirectory, out));
    if (folder !== undefined) writing(target, () => makeFolder(folder.path));
    // Held while it is written: a training that begins in the same folder would write over it.
    using _lock = folder && takeNewFolder(folder);
    writing(target, () => {
      if (folder !== undefined) makeFolder(dirname(target));
      createFile(target, [bytes]);
    });
    const texts = exchangeTexts[lang ?? localeLanguage(env)];
    stdout.print(texts.imported({ tensors: state.size, from: file, format, to: shown }));
    const { name, options } = task.model;
    const images = task.input.shape.join('×');
    stdout.print(texts.recognised({ title: models[name].title, classes, images, heads: options.heads }));
    return 0;
  },
});

/** By what the file is, not by what it is called. */
function readWeights(file: string, path: string): FoundWeights & { readonly format: string } {
  const stat = lookAt(path, `FILE is '${file}'`, otherFile);
  if (!stat?.isFile()) {
    const problem = stat === undefined ? 'does not exist' : 'is not a file';
    const message = `FILE is '${file}', which ${problem}`;
    throw invalidOption(message, otherFile);
  }
  const family = requireFamily(path, {
    shown: file,
    families: ['safetensors', 'torch', 'archive'],
    expected: 'a .pt, .pth or .safetensors file',
  });
  if (family === 'torch' || family === 'archive') {
    return { file, format: 'torch.save', tensors: decodeTorchFile(readTorchFile(file, path), file), metadata: {} };
  }
  const read = readSafetensors(path);
  return { file, format: 'safetensors', tensors: modelTensors(read), metadata: read.metadata };
}

function readTorchFile(file: string, path: string): Uint8Array {
  try {
    return readRegularFileSync(path, largestBinaryFile);
  } catch (cause) {
    const hint = 'save the weights alone: torch.save(model.state_dict(), file)';
    throw new FormatError(`${file}: cannot be read: ${reasonOf(cause)}`, { hint, cause });
  }
}
