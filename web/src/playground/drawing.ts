// A drawing as grey pixels, white on black. It is painted here and not by the browser's canvas, so that every browser and
// the tests get the same pixels.
import type { Picture } from '../../../src/images/picture.ts';

/** Rows and columns. */
export const drawingSide = 280;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Stroke {
  /** In pixels of the drawing. */
  readonly width: number;
  /** 255 paints, 0 erases. */
  readonly level: number;
  readonly points: readonly Point[];
}

export class Drawing {
  readonly pixels = new Uint8Array(drawingSide * drawingSide);
  #strokes: Stroke[] = [];

  get isEmpty(): boolean {
    return this.#strokes.length === 0;
  }

  get picture(): Picture {
    return { channels: 1, rows: drawingSide, columns: drawingSide, pixels: this.pixels };
  }

  begin(width: number, level: number, point: Point): void {
    this.#strokes.push({ width, level, points: [point] });
    paintSegment(this.pixels, point, point, width, level);
  }

  /** Goes on with the last stroke. */
  extend(point: Point): void {
    const stroke = this.#strokes.at(-1);
    const from = stroke?.points.at(-1);
    if (stroke === undefined || from === undefined) return;
    this.#strokes[this.#strokes.length - 1] = { ...stroke, points: [...stroke.points, point] };
    paintSegment(this.pixels, from, point, stroke.width, stroke.level);
  }

  undo(): void {
    this.#strokes.pop();
    this.pixels.fill(0);
    for (const stroke of this.#strokes) paintStroke(this.pixels, stroke);
  }

  clear(): void {
    this.#strokes = [];
    this.pixels.fill(0);
  }
}

export function paintStroke(pixels: Uint8Array, { width, level, points }: Stroke): void {
  for (const [index, point] of points.entries())
    paintSegment(pixels, points[Math.max(0, index - 1)], point, width, level);
}

/** A line with round ends, its edge smoothed over one pixel. */
function paintSegment(pixels: Uint8Array, from: Point, to: Point, width: number, level: number): void {
  const radius = width / 2;
  const reach = radius + 1;
  const inside = (value: number) => Math.max(0, Math.min(drawingSide - 1, value));
  const [left, right] = [Math.min(from.x, to.x) - reach, Math.max(from.x, to.x) + reach].map((x) =>
    inside(Math.round(x)),
  );
  const [top, bottom] = [Math.min(from.y, to.y) - reach, Math.max(from.y, to.y) + reach].map((y) =>
    inside(Math.round(y)),
  );
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const distance = distanceToSegment({ x: column + 0.5, y: row + 0.5 }, from, to);
      const cover = Math.max(0, Math.min(1, radius - distance + 0.5));
      if (cover === 0) continue;
      const at = row * drawingSide + column;
      pixels[at] = Math.round(pixels[at] + (level - pixels[at]) * cover);
    }
  }
}

function distanceToSegment(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length;
  const at = Math.max(0, Math.min(1, along));
  return Math.hypot(point.x - from.x - at * dx, point.y - from.y - at * dy);
}
