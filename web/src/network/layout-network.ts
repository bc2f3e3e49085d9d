// Where everything stands: the boxes of each level are arranged, open blocks after what is in them, and moved to their
// place in the whole. Lines of an open block end at its frame and go on from there inside.
import { arrangeBoxes } from './arrange-boxes.ts';
import { linePath, type Point } from './line-path.ts';
import type { Level, LevelEdge, Part } from './network-parts.ts';

export interface Measures {
  /** Size of a part that is not open; `depth` is 0 outside blocks. */
  readonly size: (part: Part, depth: number) => { readonly width: number; readonly height: number };
  readonly rowGap: number;
  readonly columnGap: number;
  /** Space around the parts in an open block; the next two are what its header needs. */
  readonly padding: number;
  readonly leastOpenWidth: number;
  readonly headerHeight: number;
}

export interface Box {
  readonly part: Part;
  readonly depth: number;
  readonly isOpen: boolean;
  /** Place of its upper left corner. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Line {
  readonly key: string;
  /** The `d` attribute of an SVG path. */
  readonly path: string;
}

export interface NetworkLayout {
  readonly width: number;
  readonly height: number;
  /** In flow order: an open block before what is in it. */
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

interface Route {
  readonly key: string;
  readonly points: readonly Point[];
}

interface LevelLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly routes: readonly Route[];
  /** Where values come in at the top and leave at the bottom, by their source: distance from the left. */
  readonly entries: ReadonlyMap<string, number>;
  readonly exits: ReadonlyMap<string, number>;
}

interface Slot {
  readonly part: Part;
  readonly width: number;
  readonly height: number;
  /** Layout of an open block, and where it begins in the slot. */
  readonly inside: LevelLayout | undefined;
  readonly insideAt: Point;
}

interface PlacedSlot extends Slot {
  readonly x: number;
  readonly y: number;
}

/** @param open ids of blocks */
export function layoutNetwork(level: Level, open: ReadonlySet<string>, measures: Measures): NetworkLayout {
  const { width, height, boxes, routes } = layoutLevel(level, open, measures, 0, '');
  return { width, height, boxes, lines: routes.map(({ key, points }) => ({ key, path: linePath(points) })) };
}

function layoutLevel(
  level: Level,
  open: ReadonlySet<string>,
  measures: Measures,
  depth: number,
  block: string,
): LevelLayout {
  const slots = level.parts.map((part) => slotOf(part, open, measures, depth));
  const isOpen = new Set(slots.filter(({ inside }) => inside !== undefined).map(({ part }) => part.id));
  const edges = level.edges.filter(
    (edge, index) => index === level.edges.findIndex((other) => isSameLine(edge, other, isOpen)),
  );
  const ports = new Set(
    edges.flatMap((edge) => [edge.from === null ? fromKey(edge) : [], edge.to === null ? toKey(edge) : []].flat()),
  );
  const { width, height, centres, passages } = arrangeBoxes(
    [
      ...slots.map((slot) => ({ key: partKey(slot.part.id), width: slot.width, height: slot.height })),
      ...[...ports].map((key) => ({ key, width: 1, height: 1 })),
    ],
    // What comes in from outside is used as early as it can be: then paths of different lengths begin side by side.
    edges.map((edge) => ({
      from: fromKey(edge),
      to: toKey(edge),
      name: edge.source,
      weight: edge.from === null ? 2 : 1,
    })),
    measures,
  );
  const placed = new Map(
    slots.map((slot): readonly [string, PlacedSlot] => {
      const { x, y } = centres.get(partKey(slot.part.id))!;
      return [slot.part.id, { ...slot, x: x - slot.width / 2, y: y - slot.height / 2 }];
    }),
  );
  const routes = edges.map((edge, index): Route => {
    const { from, to, source } = edge;
    const start = from === null ? centres.get(fromKey(edge))! : sideOf(placed.get(from)!, 'exits', source);
    const end = to === null ? centres.get(toKey(edge))! : sideOf(placed.get(to)!, 'entries', source);
    return { key: JSON.stringify([block, from, to, source]), points: [start, ...(passages[index] ?? []), end] };
  });
  const portOf = (key: string) => centres.get(key)!.x;
  return {
    width,
    height,
    boxes: [...placed.values()].flatMap((slot) => boxesOf(slot, depth)),
    routes: [...routes, ...[...placed.values()].flatMap(routesInside)],
    entries: new Map(edges.filter(({ from }) => from === null).map((edge) => [edge.source, portOf(fromKey(edge))])),
    exits: new Map(edges.filter(({ to }) => to === null).map((edge) => [edge.source, portOf(toKey(edge))])),
  };
}

function slotOf(part: Part, open: ReadonlySet<string>, measures: Measures, depth: number): Slot {
  const closed = measures.size(part, depth);
  if (part.kind !== 'block' || !open.has(part.id)) {
    return { part, inside: undefined, insideAt: { x: 0, y: 0 }, ...closed };
  }
  const inside = layoutLevel(part.level, open, measures, depth + 1, part.id);
  const width = Math.max(closed.width, measures.leastOpenWidth, inside.width + 2 * measures.padding);
  return {
    part,
    width,
    height: measures.headerHeight + inside.height,
    inside,
    insideAt: { x: (width - inside.width) / 2, y: measures.headerHeight },
  };
}

function boxesOf({ part, x, y, width, height, inside, insideAt }: PlacedSlot, depth: number): readonly Box[] {
  const own = { part, depth, isOpen: inside !== undefined, x, y, width, height };
  const inner = inside?.boxes ?? [];
  return [own, ...inner.map((box) => ({ ...box, x: box.x + x + insideAt.x, y: box.y + y + insideAt.y }))];
}

function routesInside({ x, y, inside, insideAt }: PlacedSlot): readonly Route[] {
  return (inside?.routes ?? []).map(({ key, points }) => ({
    key,
    points: points.map((point) => ({ x: point.x + x + insideAt.x, y: point.y + y + insideAt.y })),
  }));
}

/** The middle of its top or bottom, or where an open block passes the value on. */
function sideOf(
  { x, y, width, height, inside, insideAt }: PlacedSlot,
  side: 'entries' | 'exits',
  source: string,
): Point {
  const port = inside?.[side].get(source);
  return { x: port === undefined ? x + width / 2 : x + insideAt.x + port, y: side === 'entries' ? y : y + height };
}

/** Two values between the same parts are one line, unless one of these is open and shows where each goes. */
function isSameLine(a: LevelEdge, b: LevelEdge, isOpen: ReadonlySet<string>): boolean {
  if (a.from !== b.from || a.to !== b.to) return false;
  return a.source === b.source || [a.from, a.to].every((id) => id !== null && !isOpen.has(id));
}

function fromKey({ from, source }: LevelEdge): string {
  return from === null ? `entry ${source}` : partKey(from);
}

function toKey({ to, source }: LevelEdge): string {
  return to === null ? `exit ${source}` : partKey(to);
}

function partKey(id: string): string {
  return `part ${id}`;
}
