import { describe, expect, it } from 'vitest';
import { type Box, type LabelledPoint, type LabelSpace, placeLabels } from './place-labels.ts';

const space = { frame: { left: 0, top: 0, right: 200, bottom: 100 }, height: 10, radius: 4 };

function meet(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

/** No name covers another one, or a point. */
function expectFree(points: readonly LabelledPoint[], within: LabelSpace): void {
  const { radius } = within;
  const boxes = placeLabels(points, within);
  for (const [index, box] of boxes.entries()) {
    for (const other of boxes.slice(index + 1)) expect(meet(box, other)).toBe(false);
    for (const { x, y } of points) {
      expect(meet(box, { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius })).toBe(false);
    }
  }
}

describe('placeLabels', () => {
  it('puts a name at the right of its point, where there is room', () => {
    const [box] = placeLabels([{ x: 50, y: 50, width: 30 }], space);
    expect(box).toEqual({ left: 57, top: 45, right: 87, bottom: 55 });
  });

  it('keeps names inside the frame', () => {
    const [box] = placeLabels([{ x: 190, y: 50, width: 30 }], space);
    expect(box.right).toBe(183);
  });

  it('covers neither names nor points that are close', () => {
    const points = [
      { x: 60, y: 50, width: 40 },
      { x: 75, y: 52, width: 40 },
      { x: 66, y: 58, width: 40 },
      { x: 20, y: 10, width: 30 },
      { x: 20, y: 19, width: 30 },
    ];
    expectFree(points, space);
  });

  it('moves a name that stands where another one has its only place', () => {
    // The chart of the lineage: the last but one found no place that was free.
    const points = [
      { x: 502, y: 121, width: 117 },
      { x: 534, y: 106, width: 48 },
      { x: 630, y: 72, width: 93 },
      { x: 639, y: 101, width: 70 },
      { x: 639, y: 113.5, width: 103 },
      { x: 659.5, y: 72, width: 63 },
    ];
    const frame = { left: 59, top: 50, right: 704, bottom: 368 };
    expectFree(points, { frame, height: 15, radius: 4.5 });
  });
});
