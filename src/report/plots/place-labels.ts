// Where the names of points stand: beside, above or below each, wherever they cover neither another name nor a point.

export interface LabelledPoint {
  readonly x: number;
  readonly y: number;
  /** Width of the point's name. */
  readonly width: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface LabelSpace {
  /** Where labels may stand. */
  readonly frame: Box;
  /** Height of a line of text. */
  readonly height: number;
  /** Radius of the points' marks. */
  readonly radius: number;
}

/** A pixel between two labels, so that they can be told apart. */
const gap = 3;

/** A name can give way to another one, a point cannot. */
const pointWeight = 4;
/** Names that give way may be in the way of others. */
const rounds = 4;

/** @returns a box for each point, in the same order; of those in its way each takes the one that it covers least of */
export function placeLabels(points: readonly LabelledPoint[], space: LabelSpace): readonly Box[] {
  const { frame, radius } = space;
  const marks = points.map(({ x, y }) => around(x, y, radius));
  const covered = (box: Box, others: readonly Box[]) => others.reduce((sum, other) => sum + overlap(box, other), 0);
  const placed: Box[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const [index, point] of points.entries()) {
      const others = placed.filter((_, other) => other !== index);
      const cost = (box: Box) =>
        covered(box, others) + pointWeight * covered(box, marks) + (area(box) - overlap(box, frame));
      placed[index] = placesBeside(point, space).reduce((best, place) => (cost(place) < cost(best) ? place : best));
    }
  }
  return placed;
}

/** The best first. */
function placesBeside({ x, y, width }: LabelledPoint, { height, radius }: LabelSpace): readonly Box[] {
  const away = radius + gap;
  const at = (left: number, top: number) => ({ left, top, right: left + width, bottom: top + height });
  const middle = y - height / 2;
  return [
    at(x + away, middle),
    at(x - away - width, middle),
    at(x - width / 2, y - away - height),
    at(x - width / 2, y + away),
    at(x + away, y - height),
    at(x + away, y),
    at(x - away - width, y - height),
    at(x - away - width, y),
  ];
}

function around(x: number, y: number, radius: number): Box {
  return { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius };
}

function area({ left, top, right, bottom }: Box): number {
  return (right - left) * (bottom - top);
}

function overlap(one: Box, other: Box): number {
  const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return width > 0 && height > 0 ? width * height : 0;
}
