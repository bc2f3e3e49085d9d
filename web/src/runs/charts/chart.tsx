// A chart with its title, its legend and its text alternative. The legend shows the values under the cursor, which is
// one for all charts of a view, and the latest ones else.
import { type Signal, useComputed } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Range } from '../../../../src/metrics/chart-extent.ts';
import { textsOf } from '../../language/language.ts';
import { chartTexts } from './chart-texts.ts';
import { type Curve, latestValue, valueAt } from './curve.ts';
import { CurveSample } from './curve-sample.tsx';
import { type CurveStyle, Drawing, type DrawingContent } from './drawing.ts';
import './chart.css';

export interface NamedCurve extends CurveStyle {
  readonly name: string;
  readonly curve: Curve;
}

export interface ChartProps {
  readonly title: string;
  readonly curves: readonly NamedCurve[];
  readonly xRange: Range;
  readonly yRange: Range;
  readonly print: (value: number | null) => string;
  /** Of the axis, where shorter. */
  readonly printMark?: (value: number) => string;
  /** The epochs under the cursor. */
  readonly cursor: Signal<number | null>;
  /** Of the charts whose cursors go together. */
  readonly group: string;
}

export function Chart({ title, curves, xRange, yRange, print, printMark = print, cursor, group }: ChartProps) {
  const texts = textsOf(chartTexts);
  const host = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing>(undefined);
  const content: DrawingContent = { curves, xRange, yRange, print: printMark };
  const looks = JSON.stringify(curves.map(({ name, kind, colour, dash }) => [name, kind, colour, dash]));

  useLayoutEffect(() => {
    if (host.current === null) return;
    const made = new Drawing(host.current, content, {
      group,
      onCursor: (place) => {
        cursor.value = place;
      },
    });
    drawing.current = made;
    return () => {
      drawing.current = undefined;
      made.remove();
    };
  }, [looks, group]);

  useEffect(() => drawing.current?.show(content));

  const latest = curves.map(({ name, curve }) => `${name} ${print(latestValue(curve))}`).join(', ');
  return (
    <figure class="chart card">
      <figcaption>
        <h3>{title}</h3>
        <Legend curves={curves} print={print} cursor={cursor} />
      </figcaption>
      <div ref={host} class="chart-drawing" role="img" aria-label={texts.latest(title, latest)} />
    </figure>
  );
}

interface LegendProps {
  readonly curves: readonly NamedCurve[];
  readonly print: (value: number | null) => string;
  readonly cursor: Signal<number | null>;
}

function Legend({ curves, print, cursor }: LegendProps) {
  const texts = textsOf(chartTexts);
  const place = useComputed(() => cursor.value).value;
  return (
    <ul class="chart-legend" aria-hidden="true">
      {curves.map(({ name, curve, kind, colour, dash }) => (
        <li key={name} class={`chart-key-${kind}`}>
          <CurveSample colour={colour} dash={dash} />
          {name}
          <span class="chart-value">{print(place === null ? latestValue(curve) : valueAt(curve, place))}</span>
        </li>
      ))}
      <li class="chart-place">{place === null ? texts.now : texts.epoch(place.toFixed(2))}</li>
    </ul>
  );
}
