import { describe, expect, it } from 'vitest';
import { type Box, placeLabels } from './place-labels.ts';

const space = { frame: { left: 0, top: 0, right: 200, bottom: 100 }, height: 10, radius: 4 };

function meet(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
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
    const boxes = placeLabels(points, space);
    for (const [index, box] of boxes.entries()) {
      for (const other of boxes.slice(index + 1)) expect(meet(box, other)).toBe(false);
      for (const { x, y } of points) {
        expect(meet(box, { left: x - 4, top: y - 4, right: x + 4, bottom: y + 4 })).toBe(false);
      }
    }
  });
});
