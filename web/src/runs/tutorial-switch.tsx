// The switch for the tutorial's curve.
import { textsOf } from '../language/language.ts';
import { runTexts } from './run-texts.ts';
import { isTutorialShown, showTutorial } from './tutorial-curve.ts';

export function TutorialSwitch() {
  return (
    <label class="tutorial-switch">
      <input
        type="checkbox"
        role="switch"
        aria-checked={isTutorialShown.value}
        checked={isTutorialShown.value}
        onChange={({ currentTarget }) => showTutorial(currentTarget.checked)}
      />
      {textsOf(runTexts).tutorialSwitch}
    </label>
  );
}
