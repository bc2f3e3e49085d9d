// Sizes of the drawing, for a wide page and for a phone: there the four paths of a block are 76 wide and fit side by side.
import type { Measures } from './layout-network.ts';

export const wideMeasures: Measures = {
  size: (part, depth) => {
    if (part.kind === 'image') return { width: 168, height: 36 };
    return depth === 0 ? { width: 300, height: 54 } : { width: 152, height: 66 };
  },
  rowGap: 26,
  columnGap: 16,
  padding: 16,
  leastOpenWidth: 240,
  headerHeight: 54,
};

export const narrowMeasures: Measures = {
  size: (part, depth) => {
    if (part.kind === 'image') return { width: 168, height: 36 };
    return depth === 0 ? { width: 270, height: 54 } : { width: 76, height: 76 };
  },
  rowGap: 24,
  columnGap: 5,
  padding: 4,
  leastOpenWidth: 150,
  headerHeight: 54,
};

/** If the drawing's box is less wide than this, the narrow sizes are used. */
export const narrowBelow = 660;
