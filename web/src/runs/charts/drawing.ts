// One chart on a canvas, by uPlot: made once, then given new curves as often as they come. Drawings are collected into
// animation frames, so a tab in the background has at most one to do.
import uPlot from 'uplot';
import type { Axis } from '../../../../src/metrics/axis.ts';
import { whenColoursChange } from '../../shell/colour-scheme.ts';
import type { Curve } from './curve.ts';
import { Decimator } from './decimate.ts';
import { TokenColours } from './token-colours.ts';
import type { XAxis } from './x-axis.ts';

/** How a curve looks: single batches, and what a smooth curve is made of, thin and pale; a run's epochs with a dot each. */
export interface CurveStyle {
  readonly kind: 'batches' | 'epochs' | 'line' | 'compared' | 'raw';
  /** A CSS token, e.g. `--train`. */
  readonly colour: string;
  readonly dash?: readonly number[];
}

export interface DrawnCurve extends CurveStyle {
  readonly curve: Curve;
}

export interface DrawingContent {
  readonly curves: readonly DrawnCurve[];
  readonly x: XAxis;
  readonly y: Axis;
  /** What the y axis measures, and in what unit. */
  readonly yTitle: string;
}

export interface DrawingOptions {
  readonly isLogarithmic: boolean;
  /** Charts with the same key show their cursors at the same place. */
  readonly group: string;
  /** The place on the x axis under the cursor. */
  readonly onCursor: (place: number | null) => void;
  /** A stretch of the x axis was dragged over, from either end. */
  readonly onDrag: (from: number, to: number) => void;
}

const height = 260;
/** Height of the names of the axes. */
const titleHeight = 20;
/** What a tick of the x axis takes at least. */
const tickWidth = 44;
const alpha = { batches: 0.3, epochs: 1, line: 1, compared: 0.8, raw: 0.3 } as const;
const width = { batches: 1, epochs: 2, line: 1.5, compared: 1.5, raw: 1 } as const;

export class Drawing {
  readonly #host: HTMLElement;
  readonly #colours: TokenColours;
  readonly #decimator = new Decimator();
  readonly #plot: uPlot;
  readonly #resizes: ResizeObserver;
  readonly #stopFollowing: () => void;
  #content: DrawingContent;
  #frame: number | undefined;

  /** How many curves there are, and how they look, stays as it is here. */
  constructor(host: HTMLElement, content: DrawingContent, { group, isLogarithmic, onCursor, onDrag }: DrawingOptions) {
    this.#host = host;
    this.#content = content;
    this.#colours = new TokenColours(host);
    const font = `12px ${getComputedStyle(host).fontFamily}`;
    const colour = (token: string) => () => this.#colours.get(token);
    const axis = {
      font,
      labelFont: font,
      labelSize: titleHeight,
      stroke: colour('--muted'),
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { show: false },
    };
    this.#plot = new uPlot(
      {
        width: Math.max(100, host.clientWidth),
        height,
        padding: [8, 12, 0, 0],
        legend: { show: false },
        cursor: {
          y: false,
          drag: { x: true, y: false, setScale: false, dist: 6 },
          // As the legend has it.
          hover: { prox: (plot) => plot.valToPos(this.#content.x.reach, 'x') - plot.valToPos(0, 'x') },
          // What is dragged in one chart is told to the others by their content.
          sync: { key: group, scales: ['x', null], filters: { pub: (type) => /^mouse(move|leave)$/.test(type) } },
          points: { size: 7, width: 0, fill: (_, index) => this.#colours.get(content.curves[index - 1].colour) },
        },
        scales: {
          x: { time: false, range: () => [...this.#content.x.range] },
          y: { distr: isLogarithmic ? 3 : 1, range: () => [...this.#content.y.domain] },
        },
        axes: [
          {
            ...axis,
            size: 26,
            label: () => this.#content.x.title,
            splits: () => [...this.#xAxis().ticks],
            values: (_, ticks) => ticks.map((tick) => this.#xAxis().printTick(tick)),
          },
          {
            ...axis,
            size: (_, texts) => 20 + 7 * Math.max(0, ...(texts ?? []).map((text) => text.length)),
            label: () => this.#content.yTitle,
            splits: () => [...this.#content.y.ticks],
            // On a logarithmic scale too, where uPlot would leave some out.
            filter: (_, ticks) => ticks,
            values: (_, ticks) => ticks.map((tick) => this.#content.y.printTick(tick)),
          },
        ],
        series: [
          {},
          ...content.curves.map(({ kind, colour: token, dash }) => ({
            stroke: colour(token),
            width: width[kind],
            alpha: alpha[kind],
            ...(dash === undefined ? {} : { dash: [...dash] }),
            points: { show: kind === 'epochs', size: 5, width: 0, fill: colour(token) },
          })),
        ],
        hooks: {
          setCursor: [
            (plot) => {
              const { left = -1 } = plot.cursor;
              onCursor(left < 0 ? null : plot.posToVal(left, 'x'));
            },
          ],
          setSelect: [
            (plot) => {
              const { left, width: length } = plot.select;
              if (length === 0) return;
              onDrag(plot.posToVal(left, 'x'), plot.posToVal(left + length, 'x'));
              plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
            },
          ],
        },
      },
      this.#data(),
      host,
    );
    this.#resizes = new ResizeObserver(() => this.#resize());
    this.#resizes.observe(host);
    this.#stopFollowing = whenColoursChange(() => this.#recolour());
  }

  show(content: DrawingContent): void {
    const before = this.#content;
    this.#content = content;
    if (!drawsTheSame(before, content)) this.#soon();
  }

  remove(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#stopFollowing();
    this.#resizes.disconnect();
    this.#plot.destroy();
    this.#colours.remove();
  }

  /** With as many ticks as there is room for. */
  #xAxis(): Axis {
    return this.#content.x.axis(Math.floor(this.#host.clientWidth / tickWidth));
  }

  #soon(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#plot.setData(this.#data());
    });
  }

  #data(): uPlot.AlignedData {
    const { curves, x: axis } = this.#content;
    const columns = Math.max(100, this.#host.clientWidth);
    const tables = curves.map(({ curve }) => {
      const { x, y } = this.#decimator.decimated(curve, axis.range, columns);
      return [x, y] as unknown as uPlot.AlignedData;
    });
    return tables.length === 0 ? [[]] : uPlot.join(tables);
  }

  #resize(): void {
    const size = this.#host.clientWidth;
    if (size === 0 || size === this.#plot.width) return;
    this.#plot.setSize({ width: size, height });
    this.#soon();
  }

  #recolour(): void {
    this.#colours.forget();
    this.#plot.redraw(false);
  }
}

function drawsTheSame(one: DrawingContent, other: DrawingContent): boolean {
  return (
    one.curves.every(({ curve }, index) => curve === other.curves[index].curve) &&
    one.x.title === other.x.title &&
    String(one.x.range) === String(other.x.range) &&
    one.yTitle === other.yTitle &&
    String(one.y.domain) === String(other.y.domain)
  );
}
