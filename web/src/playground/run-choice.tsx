// Which run's weights are tried, and how far their loading is.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { RunOverview } from '../../../src/studio/protocol.ts';
import { textsOf } from '../language/language.ts';
import { printValue } from '../language/numbers.ts';
import { isWithoutTraining } from '../runs/status.ts';
import { FailureMessage } from './failure-message.tsx';
import type { ModelState, Playground } from './playground.ts';
import { changeAddress, type PlaygroundAddress } from './playground-address.ts';
import { playgroundTexts } from './playground-texts.ts';

interface RunChoiceProps {
  readonly play: Playground;
  /** Those that can be chosen. */
  readonly runs: readonly RunOverview[];
  readonly chosen: PlaygroundAddress;
}

export function RunChoice({ play, runs, chosen }: RunChoiceProps) {
  const texts = textsOf(playgroundTexts);
  const model = play.model.value;
  const weights = chosen.weights ?? (model.kind === 'ready' ? model.facts.weights : null);
  const overview = runs.find(({ id }) => id === chosen.run);
  const load = () => {
    if (chosen.run !== null) void play.choose(chosen.run, chosen.weights, { again: true });
  };
  return (
    <div class="card weights-choice">
      <label>
        <span class="field-name">{texts.run}</span>
        <select
          value={chosen.run ?? ''}
          data-testid="run"
          onChange={({ currentTarget }) => changeAddress({ run: currentTarget.value, weights: null })}
        >
          {chosen.run !== null && overview === undefined && <option value={chosen.run}>{chosen.run}</option>}
          {runs.map(({ id, bestAccuracy }) => (
            <option key={id} value={id}>
              {bestAccuracy === null ? id : `${id} · ${printValue('accuracy', bestAccuracy)}`}
            </option>
          ))}
        </select>
      </label>
      {(overview === undefined || !isWithoutTraining(overview)) && (
        <fieldset>
          <legend>{texts.weights}</legend>
          {(['best', 'last'] as const).map((kind) => (
            <button
              key={kind}
              type="button"
              aria-pressed={weights === kind}
              onClick={() => changeAddress({ weights: kind })}
            >
              {texts.weightsNames[kind]}
            </button>
          ))}
        </fieldset>
      )}
      <div class="model-state" data-testid="model" data-state={model.kind}>
        <ModelProgress model={model} onRetry={load} />
        {model.kind === 'ready' && <Reload epochsDone={overview?.progress.epochsDone} model={model} onLoad={load} />}
      </div>
    </div>
  );
}

function ModelProgress({ model, onRetry }: { readonly model: ModelState; readonly onRetry: () => void }) {
  const texts = textsOf(playgroundTexts);
  switch (model.kind) {
    case 'failed':
      return <FailureMessage failure={model.failure} onRetry={onRetry} />;
    case 'loading': {
      const { loaded, total } = model;
      return (
        <label class="load-progress">
          <span>{texts.loading(megabytes(loaded), megabytes(total))}</span>
          <progress value={Math.min(1, loaded / Math.max(1, total))} max={1} />
        </label>
      );
    }
    case 'ready':
      return (
        <p class="quiet" role="status">
          {texts.ready(megabytes(model.facts.bytes))}
        </p>
      );
    default:
      return <p class="quiet">{model.kind === 'opening' ? texts.opening : texts.asking}</p>;
  }
}

interface ReloadProps {
  readonly epochsDone: number | undefined;
  readonly model: ModelState;
  readonly onLoad: () => void;
}

/** A training goes on while its weights are tried. */
function Reload({ epochsDone, model, onLoad }: ReloadProps) {
  const texts = textsOf(playgroundTexts);
  const atLoad = useSignal(epochsDone);
  useEffect(() => {
    atLoad.value = epochsDone;
  }, [model]);
  if (epochsDone === undefined || atLoad.value === undefined || epochsDone <= atLoad.value) return null;
  return (
    <button type="button" onClick={onLoad}>
      {texts.newer}
    </button>
  );
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
