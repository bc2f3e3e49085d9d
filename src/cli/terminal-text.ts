// Text that fits a terminal: how wide it is there, and how to cut it.
import { stripVTControlCharacters } from 'node:util';

/** Chinese characters and full-width punctuation take two columns. */
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;

/** In columns; escape sequences take none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of stripVTControlCharacters(text)) width += wide.test(character) ? 2 : 1;
  return width;
}

/** The text itself, or, where it is too wide, its beginning without colours. */
export function fitWidth(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let fitted = '';
  for (const character of stripVTControlCharacters(text)) {
    if (displayWidth(fitted + character) > columns) break;
    fitted += character;
  }
  return fitted;
}

/** E.g. `02:10` or `1:05:00`. */
export function clockTime(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const pad = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours === 0 ? `${pad(minutes)}:${pad(whole % 60)}` : `${hours}:${pad(minutes)}:${pad(whole % 60)}`;
}
