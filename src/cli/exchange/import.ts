// `googlenet import`: weights of PyTorch or of any safetensors file, checked against the model, as a file of ours.
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { FormatError } from '../../errors/format-error.ts';
import { reasonOf } from '../../errors/reason-of.ts';
import { createFile } from '../../formats/atomic-file.ts';
import { makeFolder } from '../../formats/make-folder.ts';
import { largestBinaryFile, readRegularFileSync } from '../../formats/regular-file.ts';
import { encodeSafetensors, float32Tensors, readSafetensors, type SafetensorsFile } from '../../formats/safetensors.ts';
import { decodeTorchFile, isTorchFile } from '../../formats/torch.ts';
import { fitWeights } from '../../runs/fit-weights.ts';
import { takeNewFolder } from '../../runs/new-folder.ts';
import { RunFolder } from '../../runs/run-folder.ts';
import { createTaskModel, tutorialTask } from '../../tasks/task.ts';
import { withoutOptimizerState } from '../../training/checkpoint.ts';
import { defineCommand } from '../command.ts';
import { languageOption } from '../options/language-option.ts';
import { lookAt } from '../options/look-at.ts';
import { path } from '../options/option-values.ts';
import { argument, option } from '../options/options.ts';
import { invalidOption } from '../options/usage-error.ts';
import { localeLanguage } from '../terminal/language.ts';
import { exchangeTexts } from './exchange-texts.ts';
import { requireNew, writing } from './output-file.ts';
import { readStart } from './read-start.ts';

const otherFile = 'give a .pt, .pth or .safetensors file';

export const importCommand = defineCommand({
  name: 'import',
  description: 'Take over weights of the same network from PyTorch (torch.save) or from a safetensors file.',
  examples: [
    ['googlenet import model.pt --out runs/pytorch', 'a state_dict as a run, for evaluate, predict and export'],
    ['googlenet import model.safetensors --out weights.safetensors', 'as a file, for train --init'],
  ],
  options: z.object({
    file: argument('FILE', 'a state_dict of torch.save (.pt, .pth), or a .safetensors file', path('a file')),
    out: option(
      '--out <RUN|FILE>',
      'a new run folder, or a new .safetensors file',
      path('a folder or a .safetensors file'),
    ),
    lang: languageOption(),
  }),
  async run({ file, out, lang }, { stdout, env, workingDirectory }) {
    const shown = out.endsWith('.safetensors') ? out : join(out, 'weights', 'last.safetensors');
    requireNew(out, workingDirectory);
    const { format, read } = readWeights(file, resolve(workingDirectory, file));
    const model = createTaskModel(tutorialTask());
    fitWeights(model, withoutOptimizerState(read), file);

    const target = resolve(workingDirectory, shown);
    const state = float32Tensors(model.stateDict());
    const bytes = encodeSafetensors(state, { format: 'pt' });
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
    return 0;
  },
});

/** By what the file is, not by what it is called. */
function readWeights(file: string, path: string): { readonly format: string; readonly read: SafetensorsFile } {
  const stat = lookAt(path, `FILE is '${file}'`, otherFile);
  if (!stat?.isFile()) {
    const problem = stat === undefined ? 'does not exist' : 'is not a file';
    const message = `FILE is '${file}', which ${problem}`;
    throw invalidOption(message, otherFile);
  }
  const start = readStart(path);
  // The header of a safetensors file is JSON behind eight bytes; what is shorter than that, its reader explains.
  if (!isTorchFile(start) && start.length > 8 && start[8] !== '{'.charCodeAt(0)) {
    throw new FormatError(`${file}: is neither a safetensors file nor one of torch.save`, { hint: otherFile });
  }
  if (!isTorchFile(start)) return { format: 'safetensors', read: readSafetensors(path) };
  const tensors = decodeTorchFile(readTorchFile(file, path), file);
  return { format: 'torch.save', read: { tensors, metadata: {} } };
}

function readTorchFile(file: string, path: string): Uint8Array {
  try {
    return readRegularFileSync(path, largestBinaryFile);
  } catch (cause) {
    const hint = 'save the weights alone: torch.save(model.state_dict(), file)';
    throw new FormatError(`${file}: cannot be read: ${reasonOf(cause)}`, { hint, cause });
  }
}
