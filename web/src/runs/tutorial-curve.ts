// The course of the tutorial's own training, to lay over one's own, and whether it is shown.
import { signal } from '@preact/signals';
import text from '../../../results/tutorial/tutorial-run.csv?raw';
import { readRunCsv } from '../../../src/report/read-run-csv.ts';

export const tutorialEpochs = readRunCsv(text, 'tutorial-run.csv');

const storageKey = 'googlenet.tutorial';

export const isTutorialShown = signal(remembered());

export function showTutorial(isShown: boolean): void {
  isTutorialShown.value = isShown;
  // Storage may be off; the choice then lasts as long as the page.
  try {
    localStorage.setItem(storageKey, String(isShown));
  } catch {}
}

function remembered(): boolean {
  try {
    return localStorage.getItem(storageKey) === 'true';
  } catch {
    return false;
  }
}
