// `googlenet export`: trained weights as a model that other programs run (ONNX), or as tensors alone (safetensors).
import { z } from 'zod';
import { fashionMnistClasses, fashionMnistForm } from '../../data/fashion-mnist/files.ts';
import { exportOnnx } from '../../export/onnx-model.ts';
import { createFile } from '../../formats/atomic-file.ts';
import { encodeOnnxModel } from '../../formats/onnx/write.ts';
import { encodeSafetensors, float32Tensors } from '../../formats/safetensors.ts';
import { describePreparation } from '../../images/describe-preparation.ts';
import { GoogLeNet } from '../../models/googlenet.ts';
import { defineCommand } from '../command.ts';
import { noteListener } from '../options/notes.ts';
import { choice, flag, path } from '../options/option-values.ts';
import { argument, option } from '../options/options.ts';
import { noteImageSize } from '../options/size-checks.ts';
import {
  imageSizeOption,
  loadWeightsFrom,
  weightsSourceMeaning,
  weightsSourceTerm,
} from '../options/weights-source.ts';
import { languages, localeLanguage } from '../terminal/language.ts';
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
    lang: option(
      '--lang <language>',
      `${languages.join(' or ')} (default: the locale's)`,
      choice(languages).optional(),
    ),
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
  async run(options, { stdout, stderr, env, workingDirectory }, { given }) {
    const { source, format, out, lang } = options;
    const target = requireNew(out, workingDirectory);
    const model = new GoogLeNet();
    const { shown, ...trained } = loadWeightsFrom(source, workingDirectory, model);
    const imageSize = options.imageSize ?? trained.imageSize;
    if (given.has('imageSize') && format === 'onnx') noteImageSize(model, imageSize, noteListener(stderr));
    const bytes = format === 'onnx' ? encodeOnnx(model, { ...options, imageSize }) : encodeWeights(model);
    writing(target, () => createFile(target, [bytes]));
    const texts = exchangeTexts[lang ?? localeLanguage(env)];
    const megabytes = (bytes.length / 1e6).toFixed(1);
    stdout.print(texts.exported({ from: shown, format, to: out, megabytes }));
    return 0;
  },
});

/** The metadata says what `predict` does with a picture, so that whoever follows it gets the same class. */
function encodeOnnx(
  model: GoogLeNet,
  { imageSize, softmax }: ExportOptions & { readonly imageSize: number },
): Uint8Array {
  const version = readVersion();
  const metadata = {
    classes: JSON.stringify(fashionMnistClasses),
    ...describePreparation({ shape: [1, imageSize, imageSize], form: fashionMnistForm, mean: [0], std: [1] }),
    producer: `googlenet ${version}`,
  };
  const imageShape = [1, imageSize, imageSize];
  return encodeOnnxModel(exportOnnx(model, { imageShape, softmax, metadata, producerVersion: version }));
}

function encodeWeights(model: GoogLeNet): Uint8Array {
  return encodeSafetensors(float32Tensors(model.stateDict()), { format: 'pt' });
}
