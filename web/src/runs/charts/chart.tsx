// A chart with its title, its legend and its text alternative. The legend shows the values under the cursor, which is
// one for all charts of a view, and the latest ones else.
import { type Signal, useComputed } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Axis } from '../../../../src/metrics/axis.ts';
import { textsOf } from '../../language/language.ts';
import { chartTexts } from './chart-texts.ts';
import { type Curve, latestValue, valueAt } from './curve.ts';
import { CurveSample } from './curve-sample.tsx';
import { type CurveStyle, Drawing, type DrawingContent } from './drawing.ts';
import type { XAxis } from './x-axis.ts';
import './chart.css';

export interface NamedCurve extends CurveStyle {
  readonly name: string;
  readonly curve: Curve;
}

export interface ChartProps {
  readonly title: string;
  /** What the legend tells of. */
  readonly curves: readonly NamedCurve[];
  /** What is drawn, if it is not just these. */
  readonly drawn?: readonly NamedCurve[];
  readonly x: XAxis;
  readonly y: Axis;
  /** What the y axis measures, and in what unit. */
  readonly yTitle: string;
  readonly print: (value: number | null) => string;
  /** Default false. */
  readonly isLogarithmic?: boolean;
  /** The place on the x axis under the cursor. */
  readonly cursor: Signal<number | null>;
  /** A stretch of the x axis was dragged over, from either end. */
  readonly onDrag: (from: number, to: number) => void;
  /** Key of the charts whose cursors move together. */
  readonly group: string;
}

export function Chart(props: ChartProps) {
  const { title, curves, drawn = curves, x, y, yTitle, print, isLogarithmic = false, cursor, onDrag, group } = props;
  const texts = textsOf(chartTexts);
  const host = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing>(undefined);
  const drag = useRef(onDrag);
  drag.current = onDrag;
  const content: DrawingContent = { curves: drawn, x, y, yTitle };
  const looks = JSON.stringify(drawn.map(({ name, kind, colour, dash }) => [name, kind, colour, dash]));

  useLayoutEffect(() => {
    if (host.current === null) return;
    const made = new Drawing(host.current, content, {
      group,
      isLogarithmic,
      onCursor: (place) => {
        cursor.value = place;
      },
      onDrag: (from, to) => drag.current(from, to),
    });
    drawing.current = made;
    return () => {
      drawing.current = undefined;
      made.remove();
    };
  }, [looks, group, isLogarithmic]);

  useEffect(() => drawing.current?.show(content));

  const latest = curves.map(({ name, curve }) => `${name} ${print(latestValue(curve))}`).join(', ');
  return (
    <figure class="chart card">
      <figcaption>
        <h3>{title}</h3>
        <Legend curves={curves} x={x} print={print} cursor={cursor} />
      </figcaption>
      <div ref={host} class="chart-drawing" role="img" aria-label={texts.latest(title, latest)} />
    </figure>
  );
}

type LegendProps = Pick<ChartProps, 'curves' | 'x' | 'print' | 'cursor'>;

function Legend({ curves, x, print, cursor }: LegendProps) {
  const texts = textsOf(chartTexts);
  const place = useComputed(() => cursor.value).value;
  return (
    <ul class="chart-legend" aria-hidden="true">
      {curves.map(({ name, curve, kind, colour, dash }) => (
        <li key={name} class={`chart-key-${kind}`}>
          <CurveSample colour={colour} dash={dash} />
          {name}
          <span class="chart-value">{print(place === null ? latestValue(curve) : valueAt(curve, place, x.reach))}</span>
        </li>
      ))}
      <li class="chart-place">{place === null ? texts.now : x.printPlace(place)}</li>
    </ul>
  );
}
