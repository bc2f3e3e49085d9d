// `googlenet summary`: a network's layers, byte for byte as torchinfo prints them, and nothing else.
import { z } from 'zod';
import { createModel } from '../models/model-table.ts';
import {
  type ModelSummary,
  printSummary,
  type SummaryStyle,
  summarize,
  summaryColumns,
  summaryStyleNames,
} from '../summary/summary.ts';
import { defineCommand } from './command.ts';
import { languageOption } from './options/language-option.ts';
import {
  channelsOption,
  chosenShape,
  classesOption,
  headsOption,
  modelChoice,
  modelOption,
  sizeOption,
  widthOption,
} from './options/model-options.ts';
import { choice, choices, flag, imageShape, wholeNumber } from './options/option-values.ts';
import { option } from './options/options.ts';
import { type Language, localeLanguage } from './terminal/language.ts';
import { displayWidth } from './terminal/terminal-text.ts';
import type { TextOutput } from './terminal/text-output.ts';

/** Default style of the summary: Chinese readers know the tutorial's. */
export const summaryStyleOf: { readonly [Key in Language]: SummaryStyle } = { en: 'newest', zh: 'tutorial' };

/** As torchinfo prints it; on a terminal that is narrower, set closer. */
export function summaryFor({ terminalColumns }: TextOutput, summary: ModelSummary, style: SummaryStyle): string {
  return printSummary(summary, { style, ...(terminalColumns === undefined ? {} : { terminalColumns }) });
}

export function fitsTerminal(text: string, { terminalColumns = Number.POSITIVE_INFINITY }: TextOutput): boolean {
  return text.split('\n').every((line) => displayWidth(line) <= terminalColumns);
}

export const summaryCommand = defineCommand({
  name: 'summary',
  description: 'Print the layers of a network with their shapes and parameters, as torchinfo does.',
  examples: [
    ['googlenet summary', 'three levels of the layers of GoogLeNet, for one 96×96 image'],
    ['googlenet summary --model lenet --channels 3 --classes 5', 'another network, for colour images of five classes'],
    ['googlenet summary --depth 2 --input 128,1,96,96', 'two levels, for a batch of 128'],
    ['googlenet summary --columns input_size,output_size,num_params,mult_adds', 'more columns'],
    ['googlenet summary --style tutorial', "the tutorial's block, to the letter"],
    ['googlenet summary --json', 'as data'],
  ],
  options: z.object({
    model: modelOption(),
    channels: channelsOption(),
    classes: classesOption(),
    imageSize: sizeOption(),
    width: widthOption(),
    heads: headsOption(),
    input: option(
      '--input <N,C,H,W>',
      'shape of the input, in place of --channels and --image-size',
      imageShape().optional(),
    ),
    depth: option('--depth <levels>', 'deepest level of layers to show', wholeNumber({ least: 0 }).default(3)),
    columns: option(
      '--columns <names>',
      `columns to show, separated by commas: ${summaryColumns.join(', ')}`,
      choices(summaryColumns).default(['output_size', 'num_params']),
    ),
    style: option(
      '--style <name>',
      `as which torchinfo prints: ${summaryStyleNames.join(', ')} (1.8.0) (default: ${summaryStyleOf.en}; in Chinese ${summaryStyleOf.zh})`,
      choice(summaryStyleNames).optional(),
    ),
    json: option('--json', 'print JSON', flag()),
    lang: languageOption(),
  }),
  notes: ({ style, json }) => (json && style !== undefined ? ['--style has no effect with --json'] : []),
  async run({ input, depth, columns, style, json, lang, ...chosen }, { stdout, env }) {
    const shape = input ?? [1, ...chosenShape(chosen)];
    const model = createModel(modelChoice({ ...chosen, channels: shape[1] }), [shape[2], shape[3]]);
    const summary = summarize(model, shape, { depth, columns });
    if (json) stdout.printJson(summary);
    else stdout.printBlock(summaryFor(stdout, summary, style ?? summaryStyleOf[lang ?? localeLanguage(env)]));
    return 0;
  },
});
