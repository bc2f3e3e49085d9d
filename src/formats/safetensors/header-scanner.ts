// Reads a header's JSON straight into strings and integers. JSON.parse silently keeps the last of duplicate keys, takes
// `__proto__` and 1e2, and builds whatever a hostile file asks for; this reader knows which value has to come next,
// so it never recurses, and everything it makes is in proportion to the text.
import { FormatError } from '../../errors/format-error.ts';

const longestQuote = 80;

/** A name from a file, fit for an error message. */
export function quoteName(name: string): string {
  return JSON.stringify(name.length > longestQuote ? `${name.slice(0, longestQuote)}…` : name);
}

export class HeaderScanner {
  readonly #text: string;
  readonly #where: string;
  #position = 0;

  /** @param where the file, for errors */
  constructor(text: string, where: string) {
    this.#text = text;
    this.#where = where;
  }

  /** Reads `{ key: value, … }`; `visit` must read the value of the key that it is given. */
  object(what: string, visit: (key: string) => void): void {
    const seen = new Set<string>();
    this.#expect('{', what);
    if (this.#take('}')) {
      return;
    }
    do {
      const key = this.string(`${what}: key`);
      if (seen.has(key)) {
        throw this.#error(what, `duplicate key ${quoteName(key)}`);
      }
      if (key === '__proto__') {
        throw this.#error(what, 'the key "__proto__" is not allowed');
      }
      seen.add(key);
      this.#expect(':', what);
      visit(key);
    } while (this.#take(','));
    this.#expect('}', what);
  }

  /** Reads `[ integer, … ]` of at most `limit` entries. */
  integers(what: string, limit: number): number[] {
    const values: number[] = [];
    this.#expect('[', what);
    if (this.#take(']')) {
      return values;
    }
    do {
      if (values.length === limit) {
        throw this.#error(what, `more than ${limit} entries`);
      }
      values.push(this.#integer(what));
    } while (this.#take(','));
    this.#expect(']', what);
    return values;
  }

  string(what: string): string {
    this.#skipSpace();
    const start = this.#position;
    if (this.#text[start] !== '"') {
      throw this.#unexpected(what, 'a string');
    }
    let escaped = false;
    for (;;) {
      const character = this.#text.charCodeAt(++this.#position);
      if (Number.isNaN(character) || character < 0x20) {
        throw this.#unexpected(what, 'the end of a string');
      }
      if (character === 0x22) {
        break;
      }
      if (character === 0x5c) {
        escaped = true;
        this.#position++;
      }
    }
    const literal = this.#text.slice(start, ++this.#position);
    return escaped ? this.#unescape(literal, what) : literal.slice(1, -1);
  }

  /** Requires that nothing but the spaces of the padding follows. */
  end(what: string): void {
    while (this.#text[this.#position] === ' ') {
      this.#position++;
    }
    if (this.#position < this.#text.length) {
      throw this.#unexpected(what, 'nothing but spaces after the last brace');
    }
  }

  /** Digits only: a sign, a fraction or an exponent is never right here. */
  #integer(what: string): number {
    this.#skipSpace();
    const start = this.#position;
    while (isDigit(this.#text.charCodeAt(this.#position))) {
      this.#position++;
    }
    const length = this.#position - start;
    const next = this.#text[this.#position] ?? '';
    // Number.MAX_SAFE_INTEGER has 16 digits.
    const value = length > 0 && length <= 16 ? Number(this.#text.slice(start, this.#position)) : NaN;
    const leadingZero = length > 1 && this.#text[start] === '0';
    if (!Number.isSafeInteger(value) || leadingZero || '.eE'.includes(next || ' ')) {
      this.#position = start;
      throw this.#unexpected(what, 'an integer from 0 to 2^53 - 1');
    }
    return value;
  }

  #unescape(literal: string, what: string): string {
    let text: unknown;
    try {
      text = JSON.parse(literal);
    } catch (cause) {
      throw this.#error(what, `bad escape in ${quoteName(literal)}`, cause);
    }
    // Half of a surrogate pair is no character, and no UTF-8 file could hold it.
    if (typeof text !== 'string' || /\p{Surrogate}/u.test(text)) {
      throw this.#error(what, `lone surrogate in ${quoteName(literal)}`);
    }
    return text;
  }

  #expect(mark: string, what: string): void {
    if (!this.#take(mark)) {
      throw this.#unexpected(what, `"${mark}"`);
    }
  }

  #take(mark: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#position] !== mark) {
      return false;
    }
    this.#position++;
    return true;
  }

  #skipSpace(): void {
    while (' \n\r\t'.includes(this.#text[this.#position] ?? 'end')) {
      this.#position++;
    }
  }

  #unexpected(what: string, expected: string): FormatError {
    const rest = this.#text.slice(this.#position, this.#position + 16);
    return this.#error(
      what,
      `expected ${expected}, got ${rest === '' ? 'the end of the header' : JSON.stringify(rest)}`,
    );
  }

  #error(what: string, problem: string, cause?: unknown): FormatError {
    return new FormatError(`${this.#where}: ${what}: ${problem} (character ${this.#position} of the header)`, {
      hint: 'the file is damaged or was not written by a safetensors writer',
      cause,
    });
  }
}

function isDigit(character: number): boolean {
  return character >= 0x30 && character <= 0x39;
}
