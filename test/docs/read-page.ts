// A page of the documentation as its parts: headings, tables, blocks of code with what stands behind their fence.
import { readFileSync } from 'node:fs';

export interface CodeBlock {
  /** E.g. `ts`; empty where the fence says nothing. */
  readonly language: string;
  /** The word behind the language, which says how the block is checked; empty without one. see: block-checks.ts */
  readonly check: string;
  readonly code: string;
}

export interface Page {
  /** E.g. `## The network`. */
  readonly headings: readonly string[];
  /** [table][row][cell], the header's row first, without the line of dashes. */
  readonly tables: readonly (readonly (readonly string[])[])[];
  readonly blocks: readonly CodeBlock[];
  /** Without its blocks of code. */
  readonly prose: string;
}

const fence = /^```(\w*)(?: ([^\n]+))?\n([\s\S]*?)^```$/gm;

export function readPage(path: string): Page {
  const text = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const blocks = [...text.matchAll(fence)].map(([, language, check = '', code]) => ({ language, check, code }));
  const prose = text.replaceAll(fence, '');
  const headings = prose.split('\n').filter((line) => /^#+ /.test(line));
  const tables = [...prose.matchAll(/(?:^\|.*\|\n)+/gm)].map(([table]) =>
    table
      .trim()
      .split('\n')
      .filter((line) => !/^[|:\s-]+$/.test(line) || line === '| | |')
      .map(cellsOf),
  );
  return { headings, tables, blocks, prose };
}

function cellsOf(line: string): readonly string[] {
  return line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}
