// What a command is doing while nothing else is to be seen: in place on a live terminal, in a line of its own elsewhere.
import type { LiveLine } from './live-line.ts';

export interface ActivityOutput {
  readonly line: LiveLine;
  readonly isLive: boolean;
}

/** @param output undefined for nowhere */
export function tellActivity(output: ActivityOutput | undefined, text: string): void {
  output?.line.clear();
  if (output?.isLive) output.line.show(text);
  else output?.line.print(text);
}
