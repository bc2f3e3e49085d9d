// Where the network looks: measured on demand, drawn while it is measured.
import { signal } from '@preact/signals';
import { textsOf } from '../language/language.ts';
import { printPercent } from '../language/numbers.ts';
import { classNameOf } from './class-names.ts';
import { gradientOf, lossAndGain } from './colour-maps.ts';
import { insightTexts } from './insight-texts.ts';
import { greyLevels, networkInput } from './network-input.ts';
import { PixelCanvas } from './pixel-canvas.tsx';
import { heatPixels, mostOf } from './pixels.ts';
import type { OcclusionState, Playground } from './playground.ts';
import './insight.css';

const details = ['coarse', 'fine'] as const;
const detail = signal<(typeof details)[number]>('coarse');
const gradient = gradientOf(lossAndGain);

export function OcclusionSection({ play }: { readonly play: Playground }) {
  const texts = textsOf(insightTexts);
  const answer = play.answer.value;
  const state = play.occlusion.value;
  const canMeasure = answer?.probabilities.every(Number.isFinite) ?? false;
  const isRunning = state?.isRunning ?? false;
  return (
    <section class="insight" data-testid="occlusion">
      <h2>{texts.occlusion}</h2>
      <p class="quiet">{texts.occlusionMeaning}</p>
      <div class="source-tools">
        <label class="detail">
          <span class="field-name">{texts.detail}</span>
          <select
            value={detail.value}
            disabled={isRunning}
            onChange={({ currentTarget }) => {
              detail.value = details.find((name) => name === currentTarget.value) ?? 'coarse';
            }}
          >
            {details.map((name) => (
              <option key={name} value={name}>
                {texts.details[name]}
              </option>
            ))}
          </select>
        </label>
        {isRunning ? (
          <button type="button" onClick={() => play.endOcclusion()}>
            {texts.stop}
          </button>
        ) : (
          <button type="button" disabled={!canMeasure} onClick={() => void play.occlude(detail.value)}>
            {texts.measure}
          </button>
        )}
        {answer === null && <span class="quiet">{texts.needsAnswer}</span>}
        {state !== null && state.total > 0 && (
          <label class="load-progress">
            <span>{texts.progress(state.done, state.total)}</span>
            <progress value={state.done} max={state.total} data-testid="occlusion-progress" />
          </label>
        )}
      </div>
      {state !== null && <HeatMap play={play} state={state} />}
    </section>
  );
}

function HeatMap({ play, state }: { readonly play: Playground; readonly state: OcclusionState }) {
  const texts = textsOf(insightTexts);
  const model = play.model.value;
  if (model.kind !== 'ready') return null;
  const { classNames, input } = model.facts;
  const name = classNameOf(classNames[state.label] ?? String(state.label));
  const { imageSize } = state.plan;
  const most = mostOf(state.values);
  const points = texts.points((100 * most).toFixed(1));
  return (
    <figure class="occlusion-figure">
      <PixelCanvas
        width={imageSize}
        height={imageSize}
        pixels={heatPixels(greyLevels(networkInput(state.picture, input), input), state.values, most)}
        class="heat-map"
        label={texts.heatMap(name)}
      />
      <figcaption>
        <p>{texts.measured(name, printPercent(state.probability, 1))}</p>
        <div class="colour-scale">
          <span>
            {texts.gains} +{points}
          </span>
          <span class="colour-scale-bar" style={{ background: gradient }} aria-hidden="true" />
          <span>
            {texts.loses} −{points}
          </span>
        </div>
      </figcaption>
    </figure>
  );
}
