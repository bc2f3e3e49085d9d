// The points of a curve in bounded memory, however many there are: the last ones as they came, of those before as many
// as a chart can show, evenly along the curve. Of each piece the lowest and the highest stay, so no spike is lost.

export interface ThinningLimits {
  /** Points before the last ones that are kept. */
  readonly most: number;
  /** At least this many of the last points are kept as they came. */
  readonly exact: number;
}

/** What a curve's height is at a point; null where it is not finite, which is the highest of all. */
export type HeightOf<Point> = (point: Point) => number | null;

export class ThinnedPoints<Point> {
  readonly #limits: ThinningLimits;
  readonly #heightOf: HeightOf<Point>;
  #thinned: Point[] = [];
  #piece: Point[] = [];
  #recent: Point[] = [];
  /** Points that a piece has before two of them stay. */
  #pieceLength = 2;
  #inPiece = 0;
  #count = 0;

  constructor(limits: ThinningLimits, heightOf: HeightOf<Point>) {
    this.#limits = limits;
    this.#heightOf = heightOf;
  }

  /** How many there have been. */
  get count(): number {
    return this.#count;
  }

  get all(): readonly Point[] {
    return [...this.#thinned, ...this.#piece, ...this.#recent];
  }

  add(point: Point): void {
    this.#count++;
    this.#recent.push(point);
    const { exact } = this.#limits;
    if (this.#recent.length < 2 * exact) return;
    for (const old of this.#recent.slice(0, -exact)) this.#thin(old);
    this.#recent = this.#recent.slice(-exact);
  }

  /** Points behind the first `count`; undefined if some of them have been dropped. */
  after(count: number): readonly Point[] | undefined {
    const missing = this.#count - count;
    if (missing > this.#recent.length) return undefined;
    return missing === 0 ? [] : this.#recent.slice(-missing);
  }

  #thin(point: Point): void {
    this.#piece = outline([...this.#piece, point], this.#heightOf, this.#pieceLength);
    if (++this.#inPiece < this.#pieceLength) return;
    this.#thinned.push(...this.#piece);
    this.#piece = [];
    this.#inPiece = 0;
    if (this.#thinned.length <= this.#limits.most) return;
    this.#thinned = halved(this.#thinned, this.#heightOf);
    this.#pieceLength *= 2;
  }
}

/** Half of them, evenly: of each four the lowest and the highest, in their order. */
export function halved<Point>(points: readonly Point[], heightOf: HeightOf<Point>): Point[] {
  const kept: Point[] = [];
  for (let begin = 0; begin < points.length; begin += 4) {
    kept.push(...outline(points.slice(begin, begin + 4), heightOf));
  }
  return kept;
}

function outline<Point>(points: Point[], heightOf: HeightOf<Point>, length = points.length): Point[] {
  if (length <= 2 || points.length <= 2) return points;
  let [lowest, highest] = [0, 0];
  const heights = points.map((point) => heightOf(point) ?? Number.POSITIVE_INFINITY);
  heights.forEach((height, index) => {
    if (height < heights[lowest]) lowest = index;
    if (height > heights[highest]) highest = index;
  });
  // If all points are equally high, the first and the last are kept.
  if (lowest === highest) return [points[0], points[points.length - 1]];
  return lowest < highest ? [points[lowest], points[highest]] : [points[highest], points[lowest]];
}
