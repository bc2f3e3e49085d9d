// `googlenet models`: the networks that can be named.
import { z } from 'zod';
import { translated } from '../metrics/languages.ts';
import { printCount } from '../metrics/print-count.ts';
import { chooseModel, createModel, modelNames, models } from '../models/model-table.ts';
import { summarize } from '../summary/summary.ts';
import { defineCommand } from './command.ts';
import { languageOption } from './options/language-option.ts';
import { channelsOption, classesOption, headsOption, widthOption } from './options/model-options.ts';
import { flag } from './options/option-values.ts';
import { option } from './options/options.ts';
import { fitColumns } from './terminal/align-columns.ts';
import { localeLanguage } from './terminal/language.ts';

const headings = translated({
  en: { name: 'name', title: 'network', images: 'images', parameters: 'parameters', multiplyAdds: 'multiply-adds' },
  zh: { name: '名称', title: '网络', images: '图像', parameters: '参数', multiplyAdds: '乘加次数' },
});

export const modelsCommand = defineCommand({
  name: 'models',
  description: 'List the networks with their parameters and multiply-adds for one image of their usual size.',
  examples: [
    ['googlenet models', 'for grey images of ten classes'],
    ['googlenet models --channels 3 --classes 100 --json', 'for colour images of a hundred, as data'],
  ],
  options: z.object({
    channels: channelsOption(),
    classes: classesOption(),
    width: widthOption(),
    heads: headsOption(),
    json: option('--json', 'print JSON', flag()),
    lang: languageOption(),
  }),
  async run({ channels, classes, width, heads, json, lang }, { stdout, env }) {
    const options = { numClasses: classes, inChannels: channels, width, heads };
    const rows = modelNames.map((name) => {
      const { title, imageSize } = models[name];
      const model = createModel(chooseModel(name, options), imageSize);
      const { totals } = summarize(model, [1, channels, imageSize, imageSize]);
      return { name, title, imageSize, parameters: totals.parameters, multiplyAdds: totals.multiplyAdds };
    });
    if (json) {
      stdout.printJson(rows);
      return 0;
    }
    const heading = headings[lang ?? localeLanguage(env)];
    const table = [
      Object.values(heading),
      ...rows.map(({ name, title, imageSize, parameters, multiplyAdds }) => {
        return [name, title, `${channels}×${imageSize}×${imageSize}`, printCount(parameters), printCount(multiplyAdds)];
      }),
    ];
    stdout.print(
      ...fitColumns(table, {
        columns: stdout.columns,
        leftOutFirst: [heading.title, heading.images, heading.multiplyAdds],
      }),
    );
    return 0;
  },
});
