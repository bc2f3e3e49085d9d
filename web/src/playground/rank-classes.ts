// The classes in the order of their probabilities, with their names in the language of the page.
import { classNameOf } from './class-names.ts';
import type { Answer, ModelState } from './playground.ts';

export interface RankedClass {
  readonly label: number;
  /** In the page's language. */
  readonly name: string;
  readonly probability: number;
}

/** The most probable first; of equals, the first class. Empty where the network returned what is no number. */
export function rankClasses(model: ModelState, answer: Answer): readonly RankedClass[] {
  const classNames = model.kind === 'ready' ? model.facts.classNames : [];
  if (!answer.probabilities.every(Number.isFinite)) return [];
  return answer.probabilities
    .map((probability, label) => ({ label, probability, name: classNameOf(classNames[label] ?? String(label)) }))
    .toSorted((a, b) => b.probability - a.probability || a.label - b.label);
}

export function bestClass(model: ModelState, answer: Answer | null): RankedClass | undefined {
  return answer === null ? undefined : rankClasses(model, answer)[0];
}
