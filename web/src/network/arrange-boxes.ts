// Boxes and edges of one level, arranged by dagre from top to bottom; what dagre leaves open is settled here: the first
// of parallel paths stands left, and lines pass other rows straight down and bend between rows alone.
import { Graph, layout } from '@dagrejs/dagre';
import type { Point } from './line-path.ts';

export interface ArrangedBox {
  readonly key: string;
  readonly width: number;
  readonly height: number;
}

export interface ArrangedEdge {
  readonly from: string;
  readonly to: string;
  /** Tells edges between the same boxes apart. */
  readonly name: string;
  /** Heavy edges are kept short. */
  readonly weight: number;
}

export interface Arrangement {
  readonly width: number;
  readonly height: number;
  /** Centre of each box, by its key. */
  readonly centres: ReadonlyMap<string, Point>;
  /** For each edge, where it passes the rows between its ends. */
  readonly passages: readonly (readonly Point[])[];
}

interface Row {
  readonly centre: number;
  top: number;
  bottom: number;
}

/** @param boxes in flow order */
export function arrangeBoxes(
  boxes: readonly ArrangedBox[],
  edges: readonly ArrangedEdge[],
  { rowGap, columnGap }: { readonly rowGap: number; readonly columnGap: number },
): Arrangement {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', ranksep: rowGap, nodesep: columnGap, edgesep: columnGap });
  for (const { key, width, height } of boxes) graph.setNode(key, { width, height });
  for (const { from, to, name, weight } of edges) graph.setEdge(from, to, { weight }, name);
  layout(graph);

  const centres = new Map(boxes.map(({ key }) => [key, pointOf(graph.node(key))]));
  const rows = rowsOf(boxes, centres);
  const passages = edges.map(({ from, to, name }) => {
    const points: readonly Point[] = graph.edge(from, to, name).points ?? [];
    return points.slice(1, -1).flatMap((point) => passRow(point, rows));
  });
  const reach = [
    ...boxes.flatMap(({ key, width }) => [-width / 2, width / 2].map((side) => centres.get(key)!.x + side)),
    ...passages.flat().map(({ x }) => x),
  ];
  const [left, right] = [Math.min(...reach), Math.max(...reach)];
  const isMirrored = isAgainstFlow(boxes, centres);
  const place = ({ x, y }: Point): Point => ({ x: isMirrored ? right - x : x - left, y });
  return {
    width: right - left,
    height: graph.graph().height ?? 0,
    centres: new Map([...centres].map(([key, centre]) => [key, place(centre)])),
    passages: passages.map((points) => points.map(place)),
  };
}

function pointOf({ x = 0, y = 0 }: { readonly x?: number; readonly y?: number }): Point {
  return { x, y };
}

function rowsOf(boxes: readonly ArrangedBox[], centres: ReadonlyMap<string, Point>): readonly Row[] {
  const rows: Row[] = [];
  for (const { key, height } of boxes) {
    const { y } = centres.get(key)!;
    let row = rows.find(({ centre }) => Math.abs(centre - y) < 0.5);
    if (row === undefined) {
      row = { centre: y, top: y, bottom: y };
      rows.push(row);
    }
    row.top = Math.min(row.top, y - height / 2);
    row.bottom = Math.max(row.bottom, y + height / 2);
  }
  return rows;
}

/** dagre's points between rows are left out: the line bends there by itself. */
function passRow({ x, y }: Point, rows: readonly Row[]): readonly Point[] {
  const row = rows.find(({ centre }) => Math.abs(centre - y) < 0.5);
  return row === undefined
    ? []
    : [
        { x, y: row.top },
        { x, y: row.bottom },
      ];
}

/** Whether more neighbours stand in the wrong order than in the right one. */
function isAgainstFlow(boxes: readonly ArrangedBox[], centres: ReadonlyMap<string, Point>): boolean {
  let order = 0;
  for (const [index, { key }] of boxes.entries()) {
    const a = centres.get(key)!;
    for (const later of boxes.slice(index + 1)) {
      const b = centres.get(later.key)!;
      if (a.y === b.y) order += Math.sign(b.x - a.x);
    }
  }
  return order < 0;
}
