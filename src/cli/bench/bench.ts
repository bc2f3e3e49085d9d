// `googlenet bench`: images per second, time and memory of a step, in the form that bench/pytorch/bench.py prints.
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { StepProfile } from '../../engines/engine.ts';
import { createModel } from '../../models/model-table.ts';
import { defineCommand } from '../command.ts';
import {
  coresHere,
  deviceOption,
  engineOption,
  engineOptions,
  onednnOption,
  precisionOption,
  uselessEngineOptions,
} from '../options/engine-options.ts';
import { languageOption } from '../options/language-option.ts';
import {
  channelsOption,
  chosenShape,
  classesOption,
  headsOption,
  modelChoice,
  modelOption,
  sizeOption,
  widthOption,
} from '../options/model-options.ts';
import { choice, flag, wholeNumber } from '../options/option-values.ts';
import { option } from '../options/options.ts';
import { requireSizes } from '../options/size-checks.ts';
import { localeLanguage } from '../terminal/language.ts';
import { sayMessage } from '../zh/chinese.ts';
import { printProfile, summarizeProfile } from './bench-profile.ts';
import { BenchStep, benchModes } from './bench-step.ts';
import { type BenchResult, benchTexts } from './bench-texts.ts';
import { median } from './median.ts';

const warmUpSteps = 2;

export const benchCommand = defineCommand({
  name: 'bench',
  description: 'Time a network on synthetic images: the median over steps after a warm-up.',
  examples: [
    ['googlenet bench', 'ten training steps of GoogLeNet on 128 images'],
    ['googlenet bench --channels 3 --image-size 128', 'on larger ones in colour'],
    ['googlenet bench --profile', 'time by kind of primitive, and the ten slowest layers'],
    ['googlenet bench --mode infer --threads 1 --json', 'inference on one thread, as a JSON line'],
  ],
  options: z.object({
    mode: option('--mode <mode>', `what to time: ${benchModes.join(', ')}`, choice(benchModes).default('train')),
    model: modelOption(),
    channels: channelsOption(),
    classes: classesOption(),
    imageSize: sizeOption(),
    width: widthOption(),
    heads: headsOption(),
    engine: engineOption(),
    device: deviceOption(),
    onednn: onednnOption(),
    precision: precisionOption(),
    batchSize: option('--batch-size <images>', 'images of a step', wholeNumber({ least: 1 }).default(128)),
    steps: option('--steps <count>', 'timed steps (not with --interactive)', wholeNumber({ least: 1 }).default(10)),
    threads: option('--threads <count>', 'threads that compute', wholeNumber({ least: 1 }).default(2), {
      cap: coresHere,
    }),
    profile: option('--profile', 'where the time of a step goes (oneDNN only)', flag()),
    json: option('--json', 'print the result as one JSON line', flag()),
    interactive: option('--interactive', 'say "ready", then run and time one step for each line of input', flag()),
    lang: languageOption(),
  }),
  notes: (options, { given }) => [
    ...uselessEngineOptions(options, given),
    ...(options.interactive && options.profile ? ['--interactive has no effect on --profile'] : []),
    ...(options.interactive && !options.profile && given.has('steps')
      ? ['--steps has no effect on --interactive']
      : []),
  ],
  async run(options, context) {
    const { mode, engine, batchSize, steps, profile, json, interactive } = options;
    const { stdin, stdout, stderr, env } = context;
    const language = options.lang ?? localeLanguage(env);
    const texts = benchTexts[language];
    const model = modelChoice(options);
    const imageShape = chosenShape(options);
    requireSizes(createModel(model, [imageShape[1], imageShape[2]]), { imageShape, batchSize, purpose: mode });
    await using step = await BenchStep.open({
      mode,
      engine,
      batchSize,
      model,
      imageShape,
      engineOptions: engineOptions(options, context),
    });
    if (step.engine.advice !== undefined) stderr.print(sayMessage(step.engine.advice, language));
    for (let warmUp = 0; warmUp < warmUpSteps; warmUp++) await step.time();
    if (profile) {
      const times: number[] = [];
      const profiles: (readonly StepProfile[])[] = [];
      // In turn, so that both see the same machine.
      for (let timed = 0; timed < steps; timed++) {
        times.push(await step.time());
        profiles.push(await step.profile());
      }
      const summary = summarizeProfile(profiles, median(times));
      if (json) stdout.printJson({ engine: step.engine.name, mode, batchSize, ...summary });
      else stdout.printBlock(printProfile(summary, texts));
      return 0;
    }
    const times: number[] = [];
    if (interactive) {
      stdout.print('ready');
      for await (const _ of createInterface({ input: stdin })) {
        const milliseconds = await step.time();
        times.push(milliseconds);
        stdout.print(milliseconds.toFixed(3));
      }
    } else {
      while (times.length < steps) times.push(await step.time());
    }
    if (times.length === 0) return 0;
    const medianStepMs = median(times);
    const result: BenchResult = {
      engine: step.engine.name,
      engineVersion: step.engine.version,
      ...(step.engine.device === undefined ? {} : { device: step.engine.device.name }),
      precision: step.engine.precision,
      mode,
      batchSize,
      imagesPerSecond: round((batchSize / medianStepMs) * 1000, 2),
      medianStepMs: round(medianStepMs, 3),
      compileMs: round(step.compileMs, 1),
      peakRssMb: round((process.resourceUsage().maxRSS * 1024) / 1e6, 1),
    };
    if (json) stdout.printJson(result);
    else stdout.print(texts.result(result));
    return 0;
  },
});

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
