// A choice that the page remembers. Storage may be off; the choice then lasts as long as the page.
import { signal } from '@preact/signals';

export interface Remembered<Value> {
  /** A component that reads it is drawn again when it changes. */
  readonly value: Value;
  choose(value: Value): void;
}

/**
 * @param read what storage holds, which anybody may have written; null where it holds nothing
 * @param print how storage holds it
 */
export function remembered<Value>(
  name: string,
  read: (stored: string | null) => Value,
  print: (value: Value) => string = String,
): Remembered<Value> {
  const key = `googlenet.${name}`;
  const state = signal(read(storedUnder(key)));
  return {
    get value() {
      return state.value;
    },
    choose(value) {
      state.value = value;
      try {
        localStorage.setItem(key, print(value));
      } catch {}
    },
  };
}

/** A choice of several parts. @param read what storage holds, or undefined; it may be of another version */
export function rememberedJson<Value>(name: string, read: (stored: unknown) => Value): Remembered<Value> {
  return remembered(name, (stored) => read(parsed(stored)), JSON.stringify);
}

/** @returns one of these: the stored one, or the first */
export function oneOf<Value extends string>(values: readonly [Value, ...Value[]]): (stored: string | null) => Value {
  return (stored) => values.find((value) => value === stored) ?? values[0];
}

export function isStoredTrue(stored: string | null): boolean {
  return stored === 'true';
}

function storedUnder(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
