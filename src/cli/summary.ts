// `googlenet summary`: the model's layers, byte for byte as torchinfo prints them, and nothing else.
import { z } from 'zod';
import { GoogLeNet } from '../models/googlenet.ts';
import { printSummary, summarize, summaryColumns } from '../summary/summary.ts';
import { defineCommand } from './command.ts';
import { choices, flag, imageShape, wholeNumber } from './options/option-values.ts';
import { option } from './options/options.ts';

export const summaryCommand = defineCommand({
  name: 'summary',
  description: 'Print the layers of GoogLeNet with their shapes and parameters, as torchinfo does.',
  examples: [
    ['googlenet summary', 'three levels of layers for one 96×96 image'],
    ['googlenet summary --depth 2 --input 128,1,96,96', 'two levels, for a batch of 128'],
    ['googlenet summary --columns input_size,output_size,num_params,mult_adds', 'more columns'],
    ['googlenet summary --json', 'as data'],
  ],
  options: z.object({
    input: option('--input <N,C,H,W>', 'shape of the input', imageShape().default([1, 1, 96, 96])),
    depth: option('--depth <levels>', 'deepest level of layers to show', wholeNumber({ least: 0 }).default(3)),
    columns: option(
      '--columns <names>',
      `columns to show, separated by commas: ${summaryColumns.join(', ')}`,
      choices(summaryColumns).default(['output_size', 'num_params']),
    ),
    json: option('--json', 'print JSON', flag()),
  }),
  async run({ input, depth, columns, json }, { stdout }) {
    const summary = summarize(new GoogLeNet({ inChannels: input[1] }), input, { depth, columns });
    if (json) stdout.printJson(summary);
    else stdout.printBlock(printSummary(summary));
    return 0;
  },
});
