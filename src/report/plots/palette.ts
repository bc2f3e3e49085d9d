// The colours of the plots, and the class under which the report's page changes each in the dark.
// Blue and vermilion after Okabe and Ito: told apart with every kind of colour blindness, and dark enough for text on white.
import type { SvgElement } from '../svg.ts';
import { element } from '../svg.ts';

export const colours = {
  background: '#ffffff',
  ink: '#1f2328',
  muted: '#59636e',
  grid: '#d8dee4',
  train: '#0068a8',
  test: '#bf4a00',
  heat: '#08519c',
  /** Texts on much of `heat`, and on little of it. */
  onHeat: '#ffffff',
  onPale: '#000000',
} as const;

/** For the same roles on a dark page. */
export const darkColours: { readonly [Role in Colour]: string } = {
  background: '#161b22',
  ink: '#e6edf3',
  muted: '#9198a1',
  grid: '#30363d',
  train: '#56b4e9',
  test: '#f39a4d',
  heat: '#1f6fc0',
  onHeat: '#ffffff',
  onPale: '#e6edf3',
};

export type Colour = keyof typeof colours;

export function filled(colour: Colour) {
  return { fill: colours[colour], class: `fill-${colour}` } as const;
}

export function stroked(colour: Colour) {
  return { stroke: colours[colour], class: `stroke-${colour}` } as const;
}

/** The ground of a picture: a card with round corners, which also suits dark pages. */
export function background(width: number, height: number): SvgElement {
  return element('rect', { width, height, rx: 8, ...filled('background') });
}

export interface TextOptions {
  readonly x: number;
  readonly y: number;
  readonly size?: number;
  readonly colour?: Colour;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly weight?: 'normal' | 'bold';
  /** Degrees, clockwise about (x, y). */
  readonly turned?: number;
}

/** `y` is that of the baseline. */
export function text(content: string, options: TextOptions): SvgElement {
  const { x, y, size = 12, colour = 'ink', anchor = 'start', weight = 'normal', turned } = options;
  return element(
    'text',
    {
      x,
      y,
      'font-size': size,
      'font-weight': weight === 'bold' ? 'bold' : undefined,
      'text-anchor': anchor === 'start' ? undefined : anchor,
      transform: turned === undefined ? undefined : `rotate(${turned} ${round(x)} ${round(y)})`,
      ...filled(colour),
    },
    content,
  );
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
