// `googlenet recipes`: options that go well together, and what was measured with them.
import { z } from 'zod';
import { defineCommand } from './command.ts';
import { languageOption } from './options/language-option.ts';
import { flag } from './options/option-values.ts';
import { longNames, option } from './options/options.ts';
import { localeLanguage } from './terminal/language.ts';
import { besideTitle } from './terminal/wrap-text.ts';
import type { Recipe } from './train/recipes/recipe.ts';
import { recipeNames, recipes } from './train/recipes/recipe-table.ts';
import { trainOptions } from './train/train-options.ts';
import { sayHelp } from './zh/chinese.ts';

export const recipesCommand = defineCommand({
  name: 'recipes',
  description: 'List the recipes of train, with the options that they stand for and what was measured with them.',
  examples: [
    ['googlenet recipes', 'what --recipe can be'],
    ['googlenet recipes --json', 'the same as data'],
  ],
  options: z.object({ json: option('--json', 'print JSON', flag()), lang: languageOption() }),
  async run({ json, lang }, { stdout, env }) {
    const rows = recipeNames.map((name) => ({ name, ...(recipes[name] satisfies Recipe) }));
    if (json) {
      stdout.printJson(rows);
      return 0;
    }
    const language = lang ?? localeLanguage(env);
    const blocks = rows.map(({ name, purpose, measured, options }) => {
      const facts = [sayHelp(measured, language), printOptions(options)];
      const heading = `${name}${language === 'zh' ? '：' : ': '}`;
      return [
        besideTitle(heading, sayHelp(purpose, language), stdout.columns),
        ...facts.map((fact) => besideTitle('  ', fact, stdout.columns)),
      ].join('\n');
    });
    stdout.printBlock(`${blocks.join('\n\n')}\n`);
    return 0;
  },
});

/** As they would be typed. */
function printOptions(options: Recipe['options']): string {
  const words = Object.entries(options).map(([key, value]) => {
    const [name, opposite] = longNames(trainOptions, key);
    if (typeof value !== 'boolean') return `${name} ${value}`;
    return name.startsWith('--no-') === value ? opposite : name;
  });
  return words.join(' ');
}
