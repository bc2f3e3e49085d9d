// How a curve looks, in the chart as in its legend. Training and test differ by colour and by mark: circles, squares.
import { element, type SvgElement } from '../svg.ts';
import type { Typeface } from '../typeface.ts';
import { filled, stroked, text } from './palette.ts';

export interface SeriesStyle {
  /** The run's epochs; its batches, which are many; another run, to compare with. */
  readonly kind: 'run' | 'batches' | 'compared';
  readonly colour: 'train' | 'test';
}

const textSize = 13;
const sampleWidth = 26;
const rowHeight = 20;

/** The curve of the path data. */
export function drawSample({ kind, colour }: SeriesStyle, data: string): SvgElement {
  return element('path', {
    d: data,
    fill: 'none',
    ...stroked(colour),
    'stroke-width': kind === 'run' ? 2.2 : 1.5,
    'stroke-opacity': { run: undefined, batches: 0.5, compared: 0.8 }[kind],
    'stroke-dasharray': kind === 'compared' ? '5 4' : undefined,
    'stroke-linejoin': 'round',
    'stroke-linecap': kind === 'compared' ? undefined : 'round',
  });
}

export function drawMark(colour: SeriesStyle['colour'], x: number, y: number, size: number): SvgElement {
  if (colour === 'train') return element('circle', { cx: x, cy: y, r: size, ...filled(colour) });
  // A square of the circle's area looks smaller than it is.
  const side = size * 1.8;
  return element('rect', { x: x - side / 2, y: y - side / 2, width: side, height: side, ...filled(colour) });
}

export interface LegendPlace {
  readonly x: number;
  /** Baseline of the first row. */
  readonly y: number;
  readonly right: number;
}

/** Draws the legend in one row, or in several if one is too short. */
export function drawLegend(
  series: readonly { readonly name: string; readonly style: SeriesStyle }[],
  place: LegendPlace,
  face: Typeface,
): { readonly content: readonly SvgElement[]; readonly bottom: number } {
  const content: SvgElement[] = [];
  let { x, y } = place;
  for (const { name, style } of series) {
    const width = sampleWidth + 7 + face.widthOf(name, { size: textSize });
    if (x > place.x && x + width > place.right) {
      x = place.x;
      y += rowHeight;
    }
    content.push(drawSample(style, `M${x.toFixed(2)},${y - 4.5}h${sampleWidth}`));
    if (style.kind === 'run') content.push(drawMark(style.colour, x + sampleWidth / 2, y - 4.5, 3.2));
    content.push(text(name, { x: x + sampleWidth + 7, y, size: textSize }));
    x += width + 20;
  }
  return { content, bottom: y };
}
