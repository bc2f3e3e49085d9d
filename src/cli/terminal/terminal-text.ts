// Text that fits a terminal: nothing in it that drives one, how wide it is there, and how to cut it.

/**
 * What would move the cursor, colour, end the line, turn the direction of reading or stand there unseen: control
 * characters, line separators, marks of direction, invisible ones (but those that join letters), halves of a character.
 */
const unsafe = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb]/gu;

/** As one line, whoever chose the names in it: file names, names of tensors and the messages of others. */
export function safeLine(text: string): string {
  return joinLines(text).replace(unsafe, '\ufffd');
}

/** JSON that means the same and is safe to look at. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(unsafe, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** A space for each line end, with what stands around it. */
function joinLines(text: string): string {
  const [first, ...rest] = text.split(/[\n\u2028\u2029]/);
  return rest.length === 0 ? text : [first.trimEnd(), ...rest.map((line) => line.trim())].join(' ').trimEnd();
}

/** Chinese characters, full-width punctuation and emoji take two columns. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;

/** Marks that stand on the letter before them, and what joins letters, take none. */
const narrow = /[\p{Mn}\p{Me}\u200c\u200d]/u;

/** Whether a single character takes two columns. */
export function isWide(character: string): boolean {
  return wide.test(character);
}

/** In columns. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += isWide(character) ? 2 : narrow.test(character) ? 0 : 1;
  return width;
}

/** The text itself, or, where it is too wide, its beginning. */
export function fitWidth(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let fitted = '';
  for (const character of text) {
    if (displayWidth(fitted + character) > columns) break;
    fitted += character;
  }
  return fitted;
}

/** The text itself, or, where it is too wide, its beginning and an ellipsis. */
export function shorten(text: string, columns: number): string {
  return displayWidth(text) <= columns ? text : `${fitWidth(text, columns - 1)}…`;
}

/** E.g. `02:10` or `1:05:00`. */
export function clockTime(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const pad = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours === 0 ? `${pad(minutes)}:${pad(whole % 60)}` : `${hours}:${pad(minutes)}:${pad(whole % 60)}`;
}
