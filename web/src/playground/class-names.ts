// What the classes are called in the page's language. Datasets that it does not know keep their own names.
import { fashionMnistClassNames } from '../../../src/data/fashion-mnist/class-names.ts';
import { language } from '../language/language.ts';

export function classNameOf(name: string): string {
  const label = fashionMnistClassNames.en.indexOf(name);
  return fashionMnistClassNames[language.value][label] ?? name;
}
