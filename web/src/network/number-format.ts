// Numbers as the page's language writes them.
import { language } from '../language/language.ts';

/** With separators of thousands. */
export function printCount(count: number): string {
  return count.toLocaleString(language.value === 'zh' ? 'zh-CN' : 'en');
}

/** Three digits that count: `1.46`, `25.4`, `253`. */
export function printMilliseconds(milliseconds: number): string {
  if (milliseconds >= 100) return milliseconds.toFixed(0);
  return milliseconds.toFixed(milliseconds >= 10 ? 1 : 2);
}
