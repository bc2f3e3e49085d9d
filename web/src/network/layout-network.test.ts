import { describe, expect, it } from 'vitest';
import { GoogLeNet } from '../../../src/models/googlenet.ts';
import { describeNetwork } from '../../../src/network/describe-network.ts';
import { nestedNetwork } from '../../../test/support/nested-network.ts';
import { narrowMeasures, wideMeasures } from './box-sizes.ts';
import { type Box, layoutNetwork, type NetworkLayout } from './layout-network.ts';
import { allParts, blocksOf, type Level, networkLevel } from './network-parts.ts';

const googLeNet = networkLevel(describeNetwork(new GoogLeNet(), [1, 96, 96]));
const nested = networkLevel(nestedNetwork);

function allOpen(level: Level): ReadonlySet<string> {
  return new Set(blocksOf(level).map(({ id }) => id));
}

function boxOf({ boxes }: NetworkLayout, id: string): Box {
  return boxes.find(({ part }) => part.id === id)!;
}

function isWithin(inner: Box, outer: Box): boolean {
  const fits = (start: 'x' | 'y', size: 'width' | 'height') =>
    inner[start] >= outer[start] && inner[start] + inner[size] <= outer[start] + outer[size];
  return fits('x', 'width') && fits('y', 'height');
}

function overlap(a: Box, b: Box): boolean {
  const meet = (start: 'x' | 'y', size: 'width' | 'height') =>
    a[start] < b[start] + b[size] && b[start] < a[start] + a[size];
  return meet('x', 'width') && meet('y', 'height');
}

/** The points that a path goes through. */
function pointsOf(path: string): readonly (readonly [number, number])[] {
  return [...path.matchAll(/[MLC]([^MLC]+)/g)].map(([, numbers]) => {
    const [y, x] = numbers!.split(' ').map(Number).reverse();
    return [x!, y!];
  });
}

describe.each([
  ['GoogLeNet, closed', googLeNet, new Set<string>()],
  ['GoogLeNet, two blocks open', googLeNet, new Set(['model.8', 'model.18'])],
  ['GoogLeNet, open', googLeNet, allOpen(googLeNet)],
  ['blocks in blocks, closed', nested, new Set<string>()],
  ['blocks in blocks, half open', nested, new Set(['nested', 'nested.left.1'])],
  ['blocks in blocks, open', nested, allOpen(nested)],
])('the layout of %s', (_, level, open) => {
  it.each([
    ['wide', wideMeasures],
    ['narrow', narrowMeasures],
  ])('%s, lays no box over another, but in its block, and all within the drawing', (_name, measures) => {
    const layout = layoutNetwork(level, open, measures);
    const whole = { ...layout.boxes[0]!, x: 0, y: 0, width: layout.width, height: layout.height };
    const parents = new Map(
      blocksOf(level).flatMap((block) => allParts(block.level).map(({ id }) => [`${block.id} ${id}`, true])),
    );
    for (const [index, box] of layout.boxes.entries()) {
      expect(isWithin(box, whole)).toBe(true);
      for (const other of layout.boxes.slice(index + 1)) {
        const isInside = parents.has(`${box.part.id} ${other.part.id}`);
        expect(isInside ? isWithin(other, box) : !overlap(box, other), `${box.part.id} ${other.part.id}`).toBe(true);
        if (isInside) expect(other.y).toBeGreaterThanOrEqual(box.y + measures.headerHeight);
      }
    }
  });

  it('lets lines run down, within their block, through no box', () => {
    const layout = layoutNetwork(level, open, wideMeasures);
    for (const { key, path } of layout.lines) {
      const points = pointsOf(path);
      const [block] = JSON.parse(key) as readonly [string];
      const around = block === '' ? { x: 0, width: layout.width } : boxOf(layout, block);
      const room = block === '' ? -0.1 : wideMeasures.padding - 0.1;
      for (const [index, [x, y]] of points.entries()) {
        expect(x).toBeGreaterThanOrEqual(around.x + room);
        expect(x).toBeLessThanOrEqual(around.x + around.width - room);
        const next = points[index + 1];
        if (next === undefined) continue;
        expect(next[1]).toBeGreaterThanOrEqual(y - 0.11);
        if (Math.abs(next[0] - x) > 0.5) continue;
        const crossed = layout.boxes.filter(
          (box) =>
            !box.isOpen && x > box.x && x < box.x + box.width && y < box.y + box.height - 1 && next[1] > box.y + 1,
        );
        expect(crossed.map(({ part }) => part.id)).toEqual([]);
      }
    }
  });
});

describe('layoutNetwork', () => {
  it('puts the four paths side by side in their order, beginning at one height', () => {
    const layout = layoutNetwork(googLeNet, new Set(['model.8']), wideMeasures);
    const firsts = [1, 2, 3, 4].map((path) => boxOf(layout, `model.8.channel${path}.0`));
    expect(new Set(firsts.map(({ y }) => y)).size).toBe(1);
    expect(firsts.map(({ x }) => x)).toEqual(firsts.map(({ x }) => x).sort((a, b) => a - b));
    expect(boxOf(layout, 'model.8.channel3.2').x).toBe(boxOf(layout, 'model.8.channel3.0').x);
  });

  it('keeps an open block of four paths within 328 on a phone of 360', () => {
    expect(layoutNetwork(googLeNet, allOpen(googLeNet), narrowMeasures).width).toBeLessThanOrEqual(328);
  });

  it('draws as many lines as there are edges, each once', () => {
    const layout = layoutNetwork(googLeNet, new Set(['model.8']), wideMeasures);
    expect(new Set(layout.lines.map(({ key }) => key)).size).toBe(layout.lines.length);
    // 20 between the parts of the chain; in the block 4 in, 3 between, 4 to the concatenation and 1 out.
    expect(layout.lines).toHaveLength(googLeNet.parts.length - 1 + 12);
  });
});
