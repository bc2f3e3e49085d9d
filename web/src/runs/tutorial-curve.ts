// The course of the tutorial's own training, to lay over one's own, and whether it is shown.
import text from '../../../results/tutorial/published.csv?raw';
import { readRunCsv } from '../../../src/report/read-run-csv.ts';
import { isStoredTrue, remembered } from '../shell/remembered.ts';
import { xUnit } from './charts/chart-choices.ts';

export const tutorialEpochs = readRunCsv(text, 'published.csv');

export const tutorialChoice = remembered('tutorial', isStoredTrue);

/** It has no times, so it is not shown over them. */
export function isTutorialShown(): boolean {
  return tutorialChoice.value && xUnit.value === 'epochs';
}
