// Where everything stands: each level is laid out by dagre, blocks that are open after what is in them; boxes are then
// moved to their place in the whole. Lines of an open block end at its frame and go on from there inside.
import { Graph, layout } from '@dagrejs/dagre';
import { linePath, type Point } from './line-path.ts';
import type { Level, LevelEdge, Part } from './network-parts.ts';

export interface Measures {
  /** Of a part that is not open; `depth` is 0 outside of blocks. */
  readonly size: (part: Part, depth: number) => { readonly width: number; readonly height: number };
  readonly rowGap: number;
  readonly columnGap: number;
  /** Of an open block's frame. */
  readonly padding: number;
  readonly headerHeight: number;
}

export interface Box {
  readonly part: Part;
  readonly depth: number;
  readonly isOpen: boolean;
  /** Of its left upper corner. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Line {
  readonly key: string;
  /** Of an SVG path. */
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

/** What one node of dagre's graph stands for. */
interface Slot {
  readonly part: Part;
  readonly inside: LevelLayout | undefined;
  readonly width: number;
  readonly height: number;
}

/** @param open ids of blocks */
export function layoutNetwork(level: Level, open: ReadonlySet<string>, measures: Measures): NetworkLayout {
  const { width, height, boxes, routes } = layoutLevel(level, open, measures, 0);
  return { width, height, boxes, lines: routes.map(({ key, points }) => ({ key, path: linePath(points) })) };
}

function layoutLevel(level: Level, open: ReadonlySet<string>, measures: Measures, depth: number): LevelLayout {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', ranksep: measures.rowGap, nodesep: measures.columnGap, edgesep: measures.columnGap });
  const slots = new Map(level.parts.map((part) => [part.id, slotOf(part, open, measures, depth)]));
  for (const [id, { width, height }] of slots) graph.setNode(partKey(id), { width, height });
  const edges = level.edges.filter(
    (edge, index) => index === level.edges.findIndex((other) => isDrawnAs(edge, other, slots)),
  );
  for (const { from, to, source } of edges) {
    if (from === null) graph.setNode(entryKey(source), { width: 1, height: 1 });
    if (to === null) graph.setNode(exitKey(source), { width: 1, height: 1 });
    // What comes in from outside is used as early as it can be: then paths of different lengths begin side by side.
    graph.setEdge(keyOf(from, entryKey(source)), keyOf(to, exitKey(source)), { weight: from === null ? 2 : 1 }, source);
  }
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const mirror = isAgainstFlow(level, (id) => graph.node(partKey(id))) ? -1 : 1;
  const place = ({ x, y }: Point): Point => ({ x: mirror > 0 ? x : width - x, y });
  const nodeAt = (key: string) => place(graph.node(key) as Point);

  const boxes = level.parts.flatMap((part): readonly Box[] => {
    const slot = slots.get(part.id)!;
    const centre = nodeAt(partKey(part.id));
    const x = centre.x - slot.width / 2;
    const y = centre.y - slot.height / 2;
    const own = { part, depth, isOpen: slot.inside !== undefined, x, y, width: slot.width, height: slot.height };
    const inner = insideOf(slot, measures, x, y);
    return [own, ...(slot.inside?.boxes ?? []).map((box) => ({ ...box, x: box.x + inner.x, y: box.y + inner.y }))];
  });
  const innerRoutes = level.parts.flatMap((part): readonly Route[] => {
    const slot = slots.get(part.id)!;
    const centre = nodeAt(partKey(part.id));
    const inner = insideOf(slot, measures, centre.x - slot.width / 2, centre.y - slot.height / 2);
    return (slot.inside?.routes ?? []).map(({ key, points }) => ({
      key,
      points: points.map(({ x, y }) => ({ x: x + inner.x, y: y + inner.y })),
    }));
  });
  const routes = edges.map(({ from, to, source }): Route => {
    const label = graph.edge(keyOf(from, entryKey(source)), keyOf(to, exitKey(source)), source);
    const between = (label.points ?? []).slice(1, -1).map(place);
    const start =
      from === null
        ? nodeAt(entryKey(source))
        : sideOf(slots.get(from)!, nodeAt(partKey(from)), 'exits', source, measures);
    const end =
      to === null ? nodeAt(exitKey(source)) : sideOf(slots.get(to)!, nodeAt(partKey(to)), 'entries', source, measures);
    return {
      key: JSON.stringify([depth, from, to, source]),
      points: [start, ...(between.length > 1 ? between : []), end],
    };
  });
  return { width, height, boxes, routes: [...routes, ...innerRoutes], ...portsOf(edges, nodeAt) };
}

function slotOf(part: Part, open: ReadonlySet<string>, measures: Measures, depth: number): Slot {
  const closed = measures.size(part, depth);
  if (part.kind !== 'block' || !open.has(part.id)) return { part, inside: undefined, ...closed };
  const inside = layoutLevel(part.level, open, measures, depth + 1);
  return {
    part,
    inside,
    width: Math.max(closed.width, inside.width + 2 * measures.padding),
    height: measures.headerHeight + inside.height,
  };
}

/** Corner of an open block's inside, in the middle of a frame that is wider. */
function insideOf({ width, inside }: Slot, { headerHeight }: Measures, x: number, y: number): Point {
  return { x: x + (width - (inside?.width ?? 0)) / 2, y: y + headerHeight };
}

/** The middle of its top or bottom, or where an open block passes the value on. */
function sideOf(slot: Slot, centre: Point, side: 'entries' | 'exits', source: string, measures: Measures): Point {
  const { width, height, inside } = slot;
  const y = side === 'entries' ? centre.y - height / 2 : centre.y + height / 2;
  const port = inside?.[side].get(source);
  return port === undefined ? { x: centre.x, y } : { x: insideOf(slot, measures, centre.x - width / 2, 0).x + port, y };
}

function portsOf(edges: readonly LevelEdge[], nodeAt: (key: string) => Point) {
  const entries = edges.filter(({ from }) => from === null);
  const exits = edges.filter(({ to }) => to === null);
  return {
    entries: new Map(entries.map(({ source }) => [source, nodeAt(entryKey(source)).x])),
    exits: new Map(exits.map(({ source }) => [source, nodeAt(exitKey(source)).x])),
  };
}

/** Two values between the same parts are one line, unless one of these is open and shows where each goes. */
function isDrawnAs(a: LevelEdge, b: LevelEdge, slots: ReadonlyMap<string, Slot>): boolean {
  if (a.from !== b.from || a.to !== b.to) return false;
  const isOpen = [a.from, a.to].some((id) => id === null || slots.get(id)?.inside !== undefined);
  return a.source === b.source || !isOpen;
}

/** dagre may put the first of parallel paths to the right; a mirror image is as good. */
function isAgainstFlow(
  { parts }: Level,
  nodeOf: (id: string) => { readonly x?: number; readonly y?: number },
): boolean {
  let order = 0;
  for (const [index, part] of parts.entries()) {
    for (const later of parts.slice(index + 1)) {
      const [a, b] = [nodeOf(part.id), nodeOf(later.id)];
      if (a.y === b.y) order += Math.sign((b.x ?? 0) - (a.x ?? 0));
    }
  }
  return order < 0;
}

function keyOf(id: string | null, port: string): string {
  return id === null ? port : partKey(id);
}

function partKey(id: string): string {
  return `part ${id}`;
}

function entryKey(source: string): string {
  return `entry ${source}`;
}

function exitKey(source: string): string {
  return `exit ${source}`;
}
