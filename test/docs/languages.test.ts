// Both languages say the same: the same headings by level, tables by size and figures, blocks of code but for comments.
import { describe, expect, it } from 'vitest';
import { languages, pages } from '../../scripts/docs/pages.mjs';
import { type CodeBlock, type Page, readPage } from './read-page.ts';

const pairs = [
  { english: 'README.md', chinese: 'README.zh-CN.md' },
  { english: 'examples/own-images/README.md', chinese: 'examples/own-images/README.zh-CN.md' },
  ...['index', ...pages].map((name) => ({
    english: `${languages.en.folder}/${name}.md`,
    chinese: `${languages.zh.folder}/${name}.md`,
  })),
];

describe.each(pairs)('$english and $chinese', ({ english, chinese }) => {
  const [en, zh] = [readPage(english), readPage(chinese)];

  it('have the same headings', () => {
    expect(zh.headings.map(levelOf)).toEqual(en.headings.map(levelOf));
    expect(zh.headings.map(figuresOf)).toEqual(en.headings.map(figuresOf));
  });

  it('have the same tables', () => {
    expect(tableFacts(zh)).toEqual(tableFacts(en));
  });

  it('have the same blocks of code', () => {
    expect(zh.blocks.map(codeFacts)).toEqual(en.blocks.map(codeFacts));
  });

  it('have the same pictures and pages linked', () => {
    expect(linksOf(zh)).toEqual(linksOf(en));
  });

  it('has full-width punctuation in Chinese', () => {
    const halfWidth = /[\p{Script=Han}][,;:!?()]|[,;:!?(][\p{Script=Han}]/gu;
    const prose = zh.prose
      .replaceAll(/`[^`]*`/g, '`')
      .replaceAll(/\]\([^)]*\)/g, ']')
      .replaceAll(/^title: /gm, '');
    expect([...prose.matchAll(halfWidth)].map(({ index }) => prose.slice(index - 12, index + 12))).toEqual([]);
  });
});

// The READMEs word some of them together: `53 and 36 %`.
it.each(pairs.filter(({ english }) => english !== 'README.md'))(
  '$english and $chinese have the same figures in per cent, and times',
  ({ english, chinese }) => {
    const measured = ({ prose }: Page) => (prose.match(/\d[\d.,]*(?= ?%| ×)/g) ?? []).toSorted();
    expect(measured(readPage(chinese))).toEqual(measured(readPage(english)));
  },
);

function levelOf(heading: string): number {
  return heading.indexOf(' ');
}

/** Numbers as they are written, in order. */
function figuresOf(text: string): readonly string[] {
  return text.match(/\d[\d,.]*\d|\d/g) ?? [];
}

function tableFacts({ tables }: Page) {
  return tables.map((rows) => rows.map((cells) => ({ cells: cells.length, figures: figuresOf(cells.join(' ')) })));
}

/** Code that is only shown has other words in each language; programs and output are the same but for comments. */
function codeFacts({ language, check, code }: CodeBlock) {
  if (check === '' || check === 'shown') return { language, check, lines: code.split('\n').length };
  return { language, check, code: code.replaceAll(/ *(?:\/\/|#) .*$/gm, '') };
}

/** What is linked inside of the project, from its root. */
function linksOf({ prose }: Page): readonly string[] {
  const targets = [...prose.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, target]) => target.split('/').at(-1)!);
  return targets.map((target) => target.replace('.zh-CN', '')).sort();
}
