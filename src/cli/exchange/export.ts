// `googlenet export`: trained weights as a model that other programs run (ONNX), or as tensors alone (safetensors).
import { z } from 'zod';
import { exportOnnx } from '../../export/onnx-model.ts';
import { createFile } from '../../formats/atomic-file.ts';
import { encodeOnnxModel } from '../../formats/onnx/write.ts';
import { encodeSafetensors, float32Tensors } from '../../formats/safetensors.ts';
import { describePreparation } from '../../images/describe-preparation.ts';
import type { TrainedModel } from '../../runs/run-weights.ts';
import { printTask } from '../../tasks/task.ts';
import { defineCommand } from '../command.ts';
import { languageOption } from '../options/language-option.ts';
import { noteListener } from '../options/notes.ts';
import { choice, flag, path } from '../options/option-values.ts';
import { argument, option } from '../options/options.ts';
import { imageSizeOption, loadModel, weightsSourceMeaning, weightsSourceTerm } from '../options/weights-source.ts';
import { localeLanguage } from '../terminal/language.ts';
import { readVersion } from '../version.ts';
import { exchangeTexts } from './exchange-texts.ts';
import { requireNew, writing } from './output-file.ts';

const formats = ['onnx', 'safetensors'] as const;

const options = z
  .object({
    source: argument(weightsSourceTerm, weightsSourceMeaning, path('a run folder or a .safetensors file')),
    format: option('--format <name>', `${formats.join(' or ')}`, choice(formats).default('onnx')),
    out: option('--out <FILE>', 'a new file', path('a file')),
    softmax: option('--softmax', 'give probabilities instead of logits (ONNX)', flag()),
    imageSize: imageSizeOption(),
    lang: languageOption(),
  })
  .refine(({ softmax, format }) => !softmax || format !== 'safetensors', {
    path: ['softmax'],
    message: 'is for ONNX: safetensors holds weights alone',
    params: { hint: 'leave it out, or take --format onnx' },
    when: () => true,
  });

type ExportOptions = z.output<typeof options>;

export const exportCommand = defineCommand({
  name: 'export',
  description: 'Write trained weights as an ONNX model for other runtimes, or as safetensors.',
  examples: [
    ['googlenet export runs/googlenet-1 --out googlenet.onnx', 'input [batch, 1, 96, 96], output logits'],
    ['googlenet export runs/googlenet-1 --out googlenet.onnx --softmax', 'output probabilities'],
    ['googlenet export runs/googlenet-1 --format safetensors --out googlenet.safetensors', "PyTorch's names"],
  ],
  options,
  notes: ({ format }, { given }) =>
    given.has('imageSize') && format === 'safetensors'
      ? ['--image-size has no effect on safetensors, which hold weights alone']
      : [],
  async run(options, { stdout, stderr, env, workingDirectory }) {
    const { source, format, out, lang } = options;
    const target = requireNew(out, workingDirectory);
    const onNote = format === 'onnx' ? { onNote: noteListener(stderr) } : {};
    const trained = loadModel(source, { workingDirectory, imageSize: options.imageSize, ...onNote });
    const { shown } = trained;
    const bytes = format === 'onnx' ? encodeOnnx(trained, options) : encodeWeights(trained);
    writing(target, () => createFile(target, [bytes]));
    const texts = exchangeTexts[lang ?? localeLanguage(env)];
    const megabytes = (bytes.length / 1e6).toFixed(1);
    stdout.print(texts.exported({ from: shown, format, to: out, megabytes }));
    return 0;
  },
});

/** The metadata says what `predict` does with a picture, so that whoever follows it gets the same class. */
function encodeOnnx({ model, task }: TrainedModel, { softmax }: ExportOptions): Uint8Array {
  const version = readVersion();
  const metadata = {
    classes: JSON.stringify(task.classNames),
    ...describePreparation(task.input),
    producer: `googlenet ${version}`,
    task: printTask(task),
  };
  const { shape: imageShape } = task.input;
  return encodeOnnxModel(exportOnnx(model, { imageShape, softmax, metadata, producerVersion: version }));
}

function encodeWeights({ model, task }: TrainedModel): Uint8Array {
  return encodeSafetensors(float32Tensors(model.stateDict()), { format: 'pt', task: printTask(task) });
}
