// The runs that are compared, each with its colour; one can be taken away, and others added.
import type { RunOverview } from '../../../../src/studio/protocol.ts';
import { textsOf } from '../../language/language.ts';
import { mostCompared, runAddress } from '../addresses.ts';
import { CurveSample } from '../charts/curve-sample.tsx';
import type { ComparedRun } from './compared-run.ts';
import { comparisonTexts } from './comparison-texts.ts';

interface RunChoiceProps {
  readonly compared: readonly ComparedRun[];
  readonly runs: readonly RunOverview[];
  readonly onChoose: (ids: readonly string[]) => void;
}

export function RunChoice({ compared, runs, onChoose }: RunChoiceProps) {
  const texts = textsOf(comparisonTexts);
  const ids = compared.map(({ id }) => id);
  const others = runs.filter(({ id }) => !ids.includes(id));
  return (
    <div class="run-choices">
      <ul aria-label={texts.chosen}>
        {compared.map(({ id, look, isGone }) => (
          <li key={id} class="card">
            <CurveSample {...look} />
            <a href={runAddress(id)}>{id}</a>
            {isGone && <span class="hint">{texts.gone}</span>}
            <button
              type="button"
              aria-label={texts.remove(id)}
              title={texts.remove(id)}
              onClick={() => onChoose(ids.filter((other) => other !== id))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      {ids.length >= mostCompared ? (
        <span class="hint">{texts.full(mostCompared)}</span>
      ) : (
        <select
          aria-label={texts.add}
          value=""
          disabled={others.length === 0}
          onChange={({ currentTarget }) => {
            const { value } = currentTarget;
            // The box goes back to inviting a choice instead of showing the last one.
            currentTarget.value = '';
            if (value !== '') onChoose([...ids, value]);
          }}
        >
          <option value="">{texts.addRun}</option>
          {others.map(({ id }) => (
            <option key={id} value={id}>
              {id}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}
