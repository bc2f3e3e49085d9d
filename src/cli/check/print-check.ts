// A check of a folder as lines: all of it for `check`, a few for `train`.
import type { FolderCheck } from '../../data/image-folder/check-folder.ts';
import { printCount } from '../../metrics/print-count.ts';
import type { Language } from '../terminal/language.ts';
import { displayWidth, shorten } from '../terminal/terminal-text.ts';
import { sayMessage } from '../zh/chinese.ts';
import { checkTexts, some } from './check-texts.ts';

/** What `train` says before it starts: how much there is, and what its user should know. Problems are its errors. */
export function summaryLines(check: FolderCheck, language: Language): readonly string[] {
  return [checkTexts[language].heading(check), ...findings(check, language, 3)];
}

/** @param columns of the terminal, for which long names are cut; undefined where there is none */
export function printCheck(check: FolderCheck, language: Language, columns?: number): readonly string[] {
  const texts = checkTexts[language];
  return [
    texts.heading(check),
    '',
    ...classTable(check, language, columns),
    ...(check.sizes === undefined ? [] : ['', texts.sizes(check.sizes)]),
    ...findings(check, language, 20),
    ...(check.problems.length === 0 ? [texts.ready] : []),
  ];
}

const mostRows = 100;

/** Shorter than this, a name says nothing. */
const leastName = 12;

function classTable(
  { layout, parts, classes }: FolderCheck,
  language: Language,
  columns = Number.POSITIVE_INFINITY,
): readonly string[] {
  const texts = checkTexts[language];
  const heading = [texts.class, ...(layout === 'classes' ? [texts.parts.all] : parts.map((part) => texts.parts[part]))];
  const rows = classes
    .slice(0, mostRows)
    .map(({ name, images }) => [name, ...parts.map((part) => printCount(images[part] ?? 0))]);
  const widths = heading.map((title, column) =>
    [title, ...rows.map((row) => row[column])].reduce((widest, text) => Math.max(widest, displayWidth(text)), 0),
  );
  const numbers = widths.slice(1).reduce((sum, width) => sum + width + 2, 0);
  widths[0] = Math.min(widths[0], Math.max(leastName, columns - 1 - numbers));
  const pad = (cell: string, column: number) => {
    const text = column === 0 ? shorten(cell, widths[0]) : cell;
    const blank = ' '.repeat(widths[column] - displayWidth(text));
    return column === 0 ? text + blank : blank + text;
  };
  const more = classes.length > mostRows ? [texts.moreClasses(classes.length - mostRows)] : [];
  return [...[heading, ...rows].map((row) => row.map(pad).join('  ')), ...more];
}

/** @param most lines of each list */
function findings(check: FolderCheck, language: Language, most: number): readonly string[] {
  const texts = checkTexts[language];
  const list = (title: string, items: readonly string[]) => {
    if (items.length === 0) return [];
    const rest = items.length > most ? [`  ${texts.andMore(items.length - most)}`] : [];
    return [title, ...items.slice(0, most).map((item) => `  ${item}`), ...rest];
  };
  const line = (text: string, isSaid: boolean | number) => (isSaid ? [text] : []);
  const { leftOut, smallClasses, similarNames, imbalance = 1 } = check;
  const single = smallClasses.filter(({ images }) => images === 1).map(({ name }) => name);
  const small = smallClasses.map(({ name, images }) => `${name} (${images})`);
  const duplicates = (across: 'parts' | 'classes') => {
    const found = check.duplicates.filter((duplicate) => duplicate.across === across);
    return list(
      texts.duplicates(across, found.length),
      found.map(({ files }) => some(files, texts)),
    );
  };
  return [
    ...list(
      texts.leftOut(leftOut.length),
      leftOut.map(({ file, reason }) => sayMessage(`${file}: ${reason}`, language)),
    ),
    ...line(texts.otherFiles(check.otherFiles), check.otherFiles),
    ...line(texts.withoutClass(check.withoutClass), check.withoutClass),
    ...line(texts.otherFolders(some(check.otherFolders, texts)), check.otherFolders.length),
    ...line(texts.smallClasses(some(small, texts)), small.length),
    ...line(texts.singleImages(some(single, texts)), check.layout === 'classes' && single.length),
    ...line(texts.imbalance(imbalance.toFixed(1)), imbalance > 1),
    ...line(texts.similarNames(some(similarNames.flat(), texts)), similarNames.length),
    ...duplicates('parts'),
    ...duplicates('classes'),
  ];
}
