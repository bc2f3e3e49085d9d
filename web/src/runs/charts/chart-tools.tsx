// The tools above the charts of a view: what they are smoothed by, their scales, and the stretch that they show.
import type { Range } from '../../../../src/metrics/chart-extent.ts';
import { textsOf } from '../../language/language.ts';
import { isLogarithmic, mostSmoothing, smoothing, xUnit, xUnits } from './chart-choices.ts';
import { chartTexts } from './chart-texts.ts';
import type { ChartView } from './chart-view.ts';
import { moved, zoomedIn, zoomedOut } from './zoom.ts';

interface ChartToolsProps {
  readonly view: ChartView;
  /** From where to where the curves go. */
  readonly whole: Range;
}

export function ChartTools({ view, whole }: ChartToolsProps) {
  const texts = textsOf(chartTexts);
  const weight = smoothing.value === 0 ? texts.off : smoothing.value.toFixed(2);
  return (
    <fieldset class="chart-tools">
      <legend class="visually-hidden">{texts.tools}</legend>
      <label>
        {texts.smoothing}
        <input
          type="range"
          min="0"
          max={mostSmoothing}
          step="0.01"
          value={smoothing.value}
          aria-valuetext={weight}
          onInput={({ currentTarget }) => smoothing.choose(Number(currentTarget.value))}
        />
        <span class="chart-weight">{weight}</span>
      </label>
      <label>
        <input
          type="checkbox"
          role="switch"
          aria-checked={isLogarithmic.value}
          checked={isLogarithmic.value}
          onChange={({ currentTarget }) => isLogarithmic.choose(currentTarget.checked)}
        />
        {texts.logarithmic}
      </label>
      <label>
        {texts.xUnit}
        <select
          value={xUnit.value}
          onChange={({ currentTarget }) => {
            const chosen = xUnits.find((unit) => unit === currentTarget.value);
            if (chosen !== undefined) xUnit.choose(chosen);
          }}
        >
          {xUnits.map((unit) => (
            <option key={unit} value={unit}>
              {texts.xUnits[unit]}
            </option>
          ))}
        </select>
      </label>
      <ZoomButtons view={view} whole={whole} />
    </fieldset>
  );
}

function ZoomButtons({ view: { stretch, show }, whole }: ChartToolsProps) {
  const texts = textsOf(chartTexts);
  const isWhole = stretch === undefined;
  const steps = [
    { sign: '−', name: texts.zoomOut, to: () => zoomedOut(stretch, whole) },
    { sign: '+', name: texts.zoomIn, to: () => zoomedIn(stretch, whole) },
    { sign: '←', name: texts.earlier, to: () => moved(stretch, whole, -1) },
    { sign: '→', name: texts.later, to: () => moved(stretch, whole, 1) },
  ];
  return (
    <fieldset class="chart-zoom" title={texts.dragHint}>
      <legend class="visually-hidden">{texts.zoom}</legend>
      <output class="chart-stretch">{isWhole ? '' : texts.stretch[xUnit.value](...stretch)}</output>
      {steps.map(({ sign, name, to }) => (
        <button
          key={name}
          type="button"
          aria-label={name}
          title={name}
          aria-disabled={isWhole && name !== texts.zoomIn}
          onClick={() => show(to())}
        >
          {sign}
        </button>
      ))}
      <button type="button" aria-disabled={isWhole} onClick={() => show(undefined)}>
        {texts.showAll}
      </button>
    </fieldset>
  );
}
