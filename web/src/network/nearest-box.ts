// Where an arrow key leads: to the nearest box in its direction, straight ahead rather than to the side.
import type { Box } from './layout-network.ts';

export const arrowKeys = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'] as const;
export type ArrowKey = (typeof arrowKeys)[number];

export function nearestBox(boxes: readonly Box[], from: Box, key: ArrowKey): Box | undefined {
  const start = anchorOf(from);
  let best: Box | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const box of boxes) {
    const { x, y } = anchorOf(box);
    const [across, down] = [x - start.x, y - start.y];
    const ahead = { ArrowUp: -down, ArrowDown: down, ArrowLeft: -across, ArrowRight: across }[key];
    const aside = Math.abs(key === 'ArrowUp' || key === 'ArrowDown' ? across : down);
    const distance = ahead + 2 * aside;
    if (ahead > 1 && distance < least) [best, least] = [box, distance];
  }
  return best;
}

/** The middle of its top: an open block's header. */
function anchorOf({ x, y, width }: Box) {
  return { x: x + width / 2, y };
}
