// A line that leaves downwards, arrives downwards and bends between.
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Path of an SVG through all points, each passed vertically. */
export function linePath([first, ...rest]: readonly Point[]): string {
  if (first === undefined) return '';
  let path = `M${round(first.x)} ${round(first.y)}`;
  let last = first;
  for (const point of rest) {
    const middle = round((last.y + point.y) / 2);
    path +=
      Math.abs(point.x - last.x) < 0.5
        ? `L${round(point.x)} ${round(point.y)}`
        : `C${round(last.x)} ${middle} ${round(point.x)} ${middle} ${round(point.x)} ${round(point.y)}`;
    last = point;
  }
  return path;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
