// The files of a run's folder. They may be anybody's, so the browser runs nothing in them and holds them apart from the
// page, whatever they are.
import { createHash } from 'node:crypto';
import { notFound } from './failure.ts';
import { fileResponse } from './file-response.ts';
import { findFileInside } from './inside-path.ts';
import type { Reader, SmallFiles } from './small-files.ts';

/** Files for the training alone, which are not served. Some systems do not tell capital from small letters. */
const notServed = /^(run\.lock.*|checkpoints)$/i;

/** A report has one. Each is a part of a header, of which browsers take some kilobytes. */
const mostStyles = 16;

/** @param encoded path in the folder as it stands in the address */
export async function answerRunFile(
  folder: string,
  encoded: string,
  files: SmallFiles,
  breakOff: () => void,
): Promise<Response> {
  const file = await findFileInside(folder, encoded);
  // Checked by the file's name on the disk: the one in the address may be encoded, or a link's.
  if (file === undefined || notServed.test(file.names[0])) throw notFound('the run has no such file');
  const { value: styles = [] } = file.path.endsWith('.html') ? await files.readFound(file, styleReader) : {};
  return fileResponse(file, { 'Cache-Control': 'no-cache', 'Content-Security-Policy': policyOf(styles) }, breakOff);
}

/** @param styles hashes of those that it may have inside */
function policyOf(styles: readonly string[]): string {
  return [
    "default-src 'none'",
    `style-src ${styles.length === 0 ? "'none'" : styles.join(' ')}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    'sandbox',
  ].join('; ');
}

/** Hashes; a larger file is shown without its styles. */
const styleReader: Reader<readonly string[]> = {
  name: 'styles',
  largest: 2 ** 23,
  read(html) {
    const styles = stylesIn(html);
    if (styles.length > mostStyles) return [];
    return styles.map((style) => `'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  },
};

/** Contents of the style elements without attributes, as reports have them, in one walk: nothing is looked at twice. */
function stylesIn(html: string): readonly string[] {
  const [before, after] = ['<style>', '</style>'];
  const styles: string[] = [];
  for (let begin = html.indexOf(before); begin !== -1; begin = html.indexOf(before, begin)) {
    begin += before.length;
    const end = html.indexOf(after, begin);
    if (end === -1) break;
    styles.push(html.slice(begin, end));
    begin = end;
  }
  return styles;
}
