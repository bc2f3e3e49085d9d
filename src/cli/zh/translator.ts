// Finds a finished English sentence in a catalogue, as gettext does, though its varying parts are filled in already. A sentence
// is translated as a whole or not at all, in time that grows with its length alone, whoever chose the names in it.

/**
 * English to Chinese, with holes for what varies, by names that the Chinese text repeats in any order:
 * `{file}` is a name or a value, which stays as it is, `{-word}` one without a space, `{#count}` a number;
 * `{*what}` is a text of ours, which has a row of its own or is a number, `{+names}` one or more names, but no sentence:
 * a row without a colon, a number or a single word;
 * `{?reason}` may be another program's text, and then stays as it is.
 * `image(s)` is both `image` and `images`.
 */
export type Catalogue = Readonly<Record<string, string>>;

/** @returns undefined for what the catalogue does not know as a whole */
export type Translator = (text: string) => string | undefined;

type HoleKind = '' | '-' | '#' | '*' | '+' | '?';

interface Pattern {
  /** One more than there are holes: what stands before, between and behind them. */
  readonly literals: readonly string[];
  readonly holes: readonly { readonly kind: HoleKind; readonly name: string }[];
  readonly chinese: string;
}

const hole = /\{([-#*+?]?)([a-z]\w*)\}/i;
const placeholder = /\{([a-z]\w*)\}/i;
const numeric = /^[\d.,]+$/;
/** @param own the part in Chinese */
const fits: { readonly [Kind in HoleKind]: (part: string, own: string | undefined) => boolean } = {
  '': () => true,
  '-': isSingleWord,
  '#': (part) => numeric.test(part),
  '*': (_, own) => own !== undefined,
  '+': (part, own) => (own === undefined ? isSingleWord(part) : !part.includes(': ')),
  '?': () => true,
};
/** Without a space, and not torn out of a sentence. */
function isSingleWord(part: string): boolean {
  return !/\s|[,;:]$/.test(part);
}
/** Parts of parts; no sentence of ours has more. */
const deepest = 24;

export function translator(catalogue: Catalogue): Translator {
  const whole = new Map<string, string>();
  const patterns: Pattern[] = [];
  for (const [key, chinese] of Object.entries(catalogue)) {
    for (const english of bothNumbers(key)) {
      if (hole.test(english)) patterns.push(patternOf(english, chinese));
      else whole.set(english, chinese);
    }
  }
  // The more of a sentence a row spells out, the better it fits.
  patterns.sort((a, b) => literalLength(b) - literalLength(a) || b.literals[0].length - a.literals[0].length);

  return (sentence) => {
    const known = new Map<string, string | undefined>();
    const translate = (text: string, depth: number): string | undefined => {
      const exact = whole.get(text);
      if (exact !== undefined || depth > deepest) return exact;
      if (text === '' || numeric.test(text)) return text;
      if (known.has(text)) return known.get(text);
      // Where it comes back to itself, there is nothing new.
      known.set(text, undefined);
      const found = patterns.reduce<string | undefined>(
        (best, pattern) => best ?? filled(pattern, text, depth),
        undefined,
      );
      known.set(text, found);
      return found;
    };
    const filled = (pattern: Pattern, text: string, depth: number): string | undefined => {
      const parts = match(pattern, text);
      if (parts === undefined) return undefined;
      const values = new Map<string, string>();
      for (const [index, { kind, name }] of pattern.holes.entries()) {
        const part = parts[index];
        const own = kind === '*' || kind === '+' || kind === '?' ? translate(part, depth + 1) : undefined;
        if (part === '' ? kind !== '*' : !fits[kind](part, own)) return undefined;
        values.set(name, own ?? part);
      }
      const pieces = pattern.chinese.split(placeholder);
      return pieces.reduce((text, piece, index) => joined(text, index % 2 === 0 ? piece : (values.get(piece) ?? '')));
    };
    return translate(sentence, 0);
  };
}

/** A space between Chinese and Latin letters, and none between Chinese ones, whatever is put in. */
function joined(before: string, after: string): string {
  if (/\p{Script=Han}$/u.test(before) && /^[\w.-]/.test(after)) return `${before} ${after}`;
  if (/[\w.-]$/.test(before) && /^\p{Script=Han}/u.test(after)) return `${before} ${after}`;
  if (/[\p{Script=Han}）] $/u.test(before) && /^\p{Script=Han}/u.test(after)) return before.slice(0, -1) + after;
  if (/[\p{Script=Han}）]$/u.test(before) && /^ \p{Script=Han}/u.test(after)) return before + after.slice(1);
  return before + after;
}

function bothNumbers(key: string): readonly string[] {
  return key.includes('(s)') ? [key.replaceAll('(s)', ''), key.replaceAll('(s)', 's')] : [key];
}

function patternOf(english: string, chinese: string): Pattern {
  // Split by an expression with two groups: a literal, a kind, a name, a literal, …
  const pieces = english.split(hole);
  const holes: Pattern['holes'][number][] = [];
  for (let index = 1; index < pieces.length; index += 3) {
    holes.push({ kind: pieces[index] as HoleKind, name: pieces[index + 1] });
  }
  return { literals: pieces.filter((_, index) => index % 3 === 0), holes, chinese };
}

function literalLength({ literals }: Pattern): number {
  return literals.reduce((length, literal) => length + literal.length, 0);
}

/** @returns what is in the holes, each ending where the literal behind it comes first */
function match({ literals }: Pattern, text: string): readonly string[] | undefined {
  const first = literals[0];
  const last = literals[literals.length - 1];
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return undefined;
  const end = text.length - last.length;
  const parts: string[] = [];
  let at = first.length;
  for (const literal of literals.slice(1, -1)) {
    const place = text.indexOf(literal, at);
    if (place === -1 || place + literal.length > end) return undefined;
    parts.push(text.slice(at, place));
    at = place + literal.length;
  }
  parts.push(text.slice(at, end));
  return parts;
}
