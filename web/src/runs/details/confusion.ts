// What the confusion matrix shows of its numbers: shares by row, and where the arrow keys lead.
import type { ShownConfusion } from '../../../../src/evaluation/most-confused.ts';

/** Shares of the images of the true class; 0 if it has none. */
export function sharesByRow({ counts, supports }: ShownConfusion): readonly (readonly number[])[] {
  return counts.map((row, place) => row.map((count) => (supports[place] === 0 ? 0 : count / supports[place])));
}

/** From this share on the ground is dark enough for light letters; below, for dark ones. */
export const darkFrom = 0.77;

export interface Cell {
  readonly label: number;
  readonly predicted: number;
}

/** The cell to which a key leads; undefined for other keys. */
export function cellAfter({ label, predicted }: Cell, key: string, size: number): Cell | undefined {
  const within = (place: number) => Math.max(0, Math.min(size - 1, place));
  switch (key) {
    case 'ArrowUp':
      return { label: within(label - 1), predicted };
    case 'ArrowDown':
      return { label: within(label + 1), predicted };
    case 'ArrowLeft':
      return { label, predicted: within(predicted - 1) };
    case 'ArrowRight':
      return { label, predicted: within(predicted + 1) };
    case 'Home':
      return { label, predicted: 0 };
    case 'End':
      return { label, predicted: size - 1 };
    default:
      return undefined;
  }
}
