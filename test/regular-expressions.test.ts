// No regular expression takes long on a long text, whoever wrote it: one that tries again from every place would hold up
// a server for minutes. Each in the source is tried on repetitions of what it looks for and of what ends it.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const length = 30_000;
/** Processor time: an expression whose time is proportional to the length takes less on any machine. */
const quickMilliseconds = 5;
/** Growth of the time from a quarter of the length to all of it: 4 if it is proportional to the length, 16 if to its square. */
const mostGrowth = 8;

it('none goes with the square of the length', () => {
  const all = ['src', 'web/src'].flatMap(filesIn).flatMap(expressionsIn);
  expect(all.length).toBeGreaterThan(30);
  expect(all.flatMap(({ place, expression }) => (slowText(expression) === undefined ? [] : [place]))).toEqual([]);
});

it('would be noticed', () => {
  expect(slowText(/<b>([\s\S]*?)<\/b>/, ['<b>'])).toBeDefined();
  expect(slowText(/\s+$/, [' '])).toBeDefined();
  expect(slowText(/(?<!\s)\s+$/)).toBeUndefined();
});

function filesIn(folder: string): readonly string[] {
  return readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => `${folder}/${name}`);
}

interface Expression {
  readonly place: string;
  readonly expression: RegExp;
}

function expressionsIn(file: string): readonly Expression[] {
  const text = readFileSync(root + file, 'utf8');
  const found: Expression[] = [];
  visit(parseSync(file, text).program, ({ regex, start }) => {
    const place = `${file}:${text.slice(0, Number(start)).split('\n').length}`;
    if (isObject(regex)) found.push({ place, expression: new RegExp(String(regex.pattern), String(regex.flags)) });
  });
  return found;
}

function visit(node: unknown, see: (node: Readonly<Record<string, unknown>>) => void): void {
  if (!isObject(node)) return;
  see(node);
  for (const child of Object.values(node)) visit(child, see);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** @returns the beginning of a text that takes it long */
function slowText({ source, flags }: RegExp, pieces = piecesOf(source)): string | undefined {
  const expression = new RegExp(source, flags.includes('g') ? flags : `${flags}g`);
  for (const begin of ['', ...pieces.slice(-6)]) {
    for (const piece of pieces) {
      const whole = milliseconds(expression, begin, piece, length);
      if (whole <= quickMilliseconds) continue;
      const least = (times: readonly number[]) => Math.min(...times);
      const again = [1, 2].map(() => milliseconds(expression, begin, piece, length));
      const quarters = [1, 2, 3].map(() => milliseconds(expression, begin, piece, length / 4));
      if (least([whole, ...again]) > mostGrowth * least(quarters)) return begin + piece;
    }
  }
  return undefined;
}

/** Processor time that the expression takes. */
function milliseconds(expression: RegExp, begin: string, piece: string, characters: number): number {
  const text = `${begin}${piece.repeat(Math.ceil(characters / piece.length))}\0`;
  const before = process.cpuUsage();
  text.replace(expression, '');
  return process.cpuUsage(before).user / 1000;
}

/** What its stars and pluses may take, and the words in it. */
function piecesOf(source: string): readonly string[] {
  const plain = source.replace(/\\[A-Za-z]/g, ' ').replace(/\\(.)/g, '$1');
  const words = plain.match(/[^\s()[\]{}|?*+^$.]+/g) ?? [];
  return [...new Set([' ', '\n', ' \n', '0', '0.', 'a', 'A', '/', '.', ':', ',', "'", '-', 'a,', ...words])];
}
