// The switch for the tutorial's curve.
import { textsOf } from '../language/language.ts';
import { xUnit } from './charts/chart-choices.ts';
import { runTexts } from './run-texts.ts';
import { tutorialChoice } from './tutorial-curve.ts';

export function TutorialSwitch() {
  return (
    <label class="tutorial-switch">
      <input
        type="checkbox"
        role="switch"
        aria-checked={tutorialChoice.value}
        checked={tutorialChoice.value}
        disabled={xUnit.value !== 'epochs'}
        onChange={({ currentTarget }) => tutorialChoice.choose(currentTarget.checked)}
      />
      {textsOf(runTexts).tutorialSwitch}
    </label>
  );
}
