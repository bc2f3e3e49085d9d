// What was chosen on the page and is remembered by the browser, as a signal.
import { type Signal, signal } from '@preact/signals';

export interface Remembered<T> {
  readonly value: Signal<T>;
  readonly choose: (chosen: T) => void;
}

/** @param read takes whatever was stored, by this version or another one; undefined where that is nothing to go by */
export function remembered<T>(key: string, otherwise: T, read: (stored: unknown) => T | undefined): Remembered<T> {
  const value = signal(stored(key, read) ?? otherwise);
  const choose = (chosen: T) => {
    value.value = chosen;
    // Storage may be off; the choice then lasts as long as the page.
    try {
      localStorage.setItem(key, JSON.stringify(chosen));
    } catch {}
  };
  return { value, choose };
}

function stored<T>(key: string, read: (stored: unknown) => T | undefined): T | undefined {
  try {
    return read(JSON.parse(localStorage.getItem(key) ?? 'null'));
  } catch {
    return undefined;
  }
}
