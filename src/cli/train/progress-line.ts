// The line that a training draws in place, made for the width of its terminal: the bar is shortened first, then parts are
// left out, the least important first. Loss and accuracy are what one looks for, so they stay.
import { bar } from '../terminal/bar.ts';
import { displayWidth } from '../terminal/terminal-text.ts';

/** In the order in which they are shown; the bar stands behind the epoch. */
const order = ['epoch', 'steps', 'pace', 'left', 'loss', 'accuracy', 'ranks'] as const;
/** In the order in which they are left out. */
const leftOutFirst = ['ranks', 'pace', 'left', 'steps', 'epoch'] as const;

/** Texts; those that there are none of are missing. */
export type ProgressParts = { readonly [Part in (typeof order)[number]]?: string };

const barWidth = 20;
const leastBarWidth = 4;

/** @param share that is done, from 0 to 1 */
export function progressLine(parts: ProgressParts, share: number, columns: number): string {
  const shown = { ...parts };
  let room = columns - displayWidth(join(shown, ' '));
  for (const part of leftOutFirst) {
    if (room >= leastBarWidth) break;
    delete shown[part];
    room = columns - displayWidth(join(shown, ' '));
  }
  const width = Math.max(0, Math.min(barWidth, room));
  // Full when all is done, and not before.
  const filled = width === 0 ? 0 : Math.floor(share * width) / width;
  return join(shown, `${bar(filled, width)} `);
}

/** @param drawnBar with the space behind it */
function join({ epoch, ...shown }: ProgressParts, drawnBar: string): string {
  const rest = order.flatMap((part) => (part === 'epoch' ? [] : (shown[part] ?? [])));
  return `${epoch === undefined ? '' : `${epoch} `}${drawnBar}${rest.join(' · ')}`;
}
