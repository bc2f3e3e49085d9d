// What a command has to say about its options without refusing them, a line each: to the error output, so that
// programs which read the results never see it.
import type { Language } from '../terminal/language.ts';
import type { TextOutput } from '../terminal/text-output.ts';
import { sayMessage } from '../zh/chinese.ts';

export type NoteListener = (text: string) => void;

export function noteListener(output: TextOutput, language: Language): NoteListener {
  return (text) => output.print(`${language === 'zh' ? '注意：' : 'note: '}${sayMessage(text, language)}`);
}

/** What goes wrong and does not end the command. */
export function warning(text: string, language: Language): string {
  return `${language === 'zh' ? '警告：' : 'warning: '}${sayMessage(text, language)}`;
}

/** The largest value that an option has a use for. */
export interface Cap {
  readonly most: number;
  /** What there are so many of, e.g. `the cores of this machine`. */
  readonly of: string;
}

/** The value, or what there is where that is less, saying so. */
export function capped(name: string, value: number, { most, of }: Cap, onNote: NoteListener): number {
  if (value <= most) return value;
  onNote(`${name} is ${value}, more than ${of}: taken as ${most}`);
  return most;
}
