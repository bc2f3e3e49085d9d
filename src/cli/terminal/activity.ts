// What a command is doing while nothing else is to be seen: in place on a live terminal, in a line of its own elsewhere.
import type { LiveLine } from './live-line.ts';

export interface ActivityOutput {
  readonly line: LiveLine;
  readonly isLive: boolean;
}

/** @param output undefined for nowhere */
export function showActivity(output: ActivityOutput | undefined, text: string): void {
  if (output?.isLive) output.line.say(text);
  else output?.line.print(text);
}
