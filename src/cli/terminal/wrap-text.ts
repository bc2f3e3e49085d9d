// Text in lines of a width: broken at spaces and, in Chinese, between any two characters but before a closing mark and behind
// an opening one.
import { displayWidth, isWide } from './terminal-text.ts';

const closing = '，。；：、！？）》」』】…';
const opening = '（《「『【';

/** Line ends that the text has stay; a word that is too wide by itself keeps its line. */
export function wrapText(text: string, columns: number): string {
  return text
    .split('\n')
    .flatMap((line) => wrapLine(line, columns))
    .join('\n');
}

/** Narrower than this, a text beside a title is harder to read than lines that the terminal breaks. */
const leastBeside = 20;

/**
 * A title with a text beside it, whose further lines stand below its first.
 * @param columns of the terminal; undefined: there is none, and no line is broken
 */
export function besideTitle(title: string, text: string, columns: number | undefined): string {
  const room = (columns ?? Number.POSITIVE_INFINITY) - displayWidth(title);
  if (room < leastBeside) return title + text;
  return title + wrapText(text, room).replaceAll('\n', `\n${' '.repeat(displayWidth(title))}`);
}

/** A line of a terminal that would break within a word; what goes on stands below its beginning. */
export function wrapPrinted(line: string, columns: number): string {
  const indent = /^ */.exec(line)?.[0] ?? '';
  // Blanks within are columns of a table, which are not moved.
  if (displayWidth(line) <= columns || / {3}/.test(line.trim())) return line;
  return besideTitle(indent, line.slice(indent.length), columns);
}

function wrapLine(line: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const unit of unitsOf(line)) {
    if (current !== '' && displayWidth(current) + displayWidth(unit) > columns) {
      lines.push(current);
      current = unit.trimStart();
    } else current += unit;
  }
  return [...lines, current];
}

/** What stays together, each with the spaces before it. */
function unitsOf(line: string): readonly string[] {
  const units: string[] = [];
  let before = ' ';
  for (const character of line) {
    if (mayBreak(before, character) || units.length === 0) units.push(character);
    else units[units.length - 1] += character;
    before = character;
  }
  return withDots(units);
}

/** A dot between two facts stays with the first. */
function withDots(units: readonly string[]): readonly string[] {
  return units.reduce<string[]>((joined, unit) => {
    if (unit === ' ·' && joined.length > 0) joined[joined.length - 1] += unit;
    else joined.push(unit);
    return joined;
  }, []);
}

function mayBreak(before: string, after: string): boolean {
  if (before === ' ' || closing.includes(after) || opening.includes(before)) return false;
  return after === ' ' || isWide(before) || isWide(after);
}
