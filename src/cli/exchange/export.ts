// `googlenet export`: trained weights as a model that other programs run (ONNX), or as tensors alone (safetensors).
import { extname } from 'node:path';
import { z } from 'zod';
import { exportOnnx } from '../../export/onnx-model.ts';
import { createFile } from '../../formats/atomic-file.ts';
import { encodeOnnxModel } from '../../formats/onnx/write.ts';
import { encodeSafetensors, float32Tensors, type SafetensorsTensor, toFloat16 } from '../../formats/safetensors.ts';
import { writingFile } from '../../formats/writing-file.ts';
import { describePreparation } from '../../images/describe-preparation.ts';
import type { TrainedModel } from '../../runs/run-weights.ts';
import { printTask } from '../../tasks/task.ts';
import { defineCommand } from '../command.ts';
import { languageOption } from '../options/language-option.ts';
import { noteListener } from '../options/notes.ts';
import { choice, flag, path } from '../options/option-values.ts';
import { option } from '../options/options.ts';
import { imageSizeOption, loadModel, weightsSourceArgument } from '../options/weights-source.ts';
import { localeLanguage } from '../terminal/language.ts';
import { readVersion } from '../version.ts';
import { exchangeTexts } from './exchange-texts.ts';
import { requireNew } from './output-file.ts';

const formats = ['onnx', 'safetensors'] as const;
type Format = (typeof formats)[number];
const dtypes = ['float32', 'float16'] as const;
const endings = formats.map((format) => `.${format}`);

const options = z
  .object({
    source: weightsSourceArgument(),
    format: option(
      '--format <name>',
      `${formats.join(' or ')} (default: by the ending of --out, onnx where it has none)`,
      choice(formats).optional(),
    ),
    out: option('--out <FILE>', `a new file, ${endings.join(' or ')}`, path('a file')),
    softmax: option('--softmax', 'give probabilities instead of logits (ONNX)', flag()),
    dtype: option('--dtype <name>', `of safetensors: ${dtypes.join(' or ')}`, choice(dtypes).default('float32')),
    imageSize: imageSizeOption(),
    lang: languageOption(),
  })
  .refine(({ softmax, format, out }) => !softmax || formatOf({ format, out }) !== 'safetensors', {
    path: ['softmax'],
    message: 'is for ONNX: safetensors holds weights alone',
    params: { hint: 'leave it out, or take --format onnx' },
    when: () => true,
  })
  .refine(({ dtype, format, out }) => dtype === 'float32' || formatOf({ format, out }) === 'safetensors', {
    path: ['dtype'],
    message: 'is for safetensors: an ONNX model of ours computes in float32',
    params: { hint: 'leave it out, or end --out in .safetensors' },
    when: () => true,
  })
  .superRefine(({ format, out }, context) => {
    const ofEnding = formatOfEnding(out);
    const fail = (problem: string, hint: string) => {
      context.addIssue({ code: 'custom', path: ['out'], message: `is '${out}', ${problem}`, params: { hint } });
    };
    if (format === undefined && ofEnding === undefined && extname(out) !== '') {
      fail('whose ending says no format that can be written', `end it in ${endings.join(' or ')}, or give --format`);
    } else if (format !== undefined && ofEnding !== undefined && format !== ofEnding) {
      fail(`which says ${ofEnding}, but --format is ${format}`, `end it in .${format}, or leave --format out`);
    }
  });

type ExportOptions = z.output<typeof options>;

interface FormatOptions {
  readonly format?: Format | undefined;
  /** Undefined where it was left out, which is reported with the other mistakes. */
  readonly out: string | undefined;
}

/** ONNX where neither option nor ending says anything. */
function formatOf({ format, out }: FormatOptions): Format {
  return format ?? formatOfEnding(out) ?? 'onnx';
}

function formatOfEnding(out: FormatOptions['out']): Format | undefined {
  const ending = extname(out ?? '').toLowerCase();
  return formats.find((format) => ending === `.${format}`);
}

export const exportCommand = defineCommand({
  name: 'export',
  description: 'Write trained weights as an ONNX model for other runtimes, or as safetensors.',
  examples: [
    ['googlenet export runs/googlenet-1 --out googlenet.onnx', 'input [batch, 1, 96, 96], output logits'],
    ['googlenet export runs/googlenet-1 --out googlenet.onnx --softmax', 'output probabilities'],
    ['googlenet export runs/googlenet-1 --out googlenet.safetensors', "weights alone, with PyTorch's names"],
  ],
  options,
  notes: (options, { given }) =>
    given.has('imageSize') && formatOf(options) === 'safetensors'
      ? ['--image-size has no effect on safetensors, which hold weights alone']
      : [],
  async run(options, { stdout, stderr, env, workingDirectory }) {
    const { source, out, lang } = options;
    const language = lang ?? localeLanguage(env);
    const format = formatOf(options);
    const target = requireNew(out, workingDirectory);
    const onNote = format === 'onnx' ? { onNote: noteListener(stderr, language) } : {};
    const trained = loadModel(source, { workingDirectory, imageSize: options.imageSize, ...onNote });
    const { shown } = trained;
    const bytes = format === 'onnx' ? encodeOnnx(trained, options) : encodeWeights(trained, options);
    writingFile(target, () => createFile(target, [bytes]));
    const texts = exchangeTexts[language];
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

function encodeWeights({ model, task }: TrainedModel, { dtype }: ExportOptions): Uint8Array {
  const tensors = float32Tensors(model.stateDict());
  return encodeSafetensors(dtype === 'float16' ? halved(tensors) : tensors, { format: 'pt', task: printTask(task) });
}

function halved(tensors: ReadonlyMap<string, SafetensorsTensor>): ReadonlyMap<string, SafetensorsTensor> {
  return new Map(
    [...tensors].map(([name, tensor]) => {
      if (tensor.dtype !== 'F32') return [name, tensor];
      return [name, { dtype: 'F16', shape: tensor.shape, data: toFloat16(tensor.data, `tensor ${name}`) }];
    }),
  );
}
