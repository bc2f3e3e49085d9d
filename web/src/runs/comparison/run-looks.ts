// How each of the compared runs is drawn: told apart by colour among four, and the second four by their dashes.
import { mostCompared } from '../addresses.ts';

export interface RunLook {
  /** A CSS token; see comparison.css. */
  readonly colour: string;
  readonly dash?: readonly number[];
}

export const runLooks: readonly RunLook[] = Array.from({ length: mostCompared }, (_, index) => ({
  colour: `--run-${index + 1}`,
  ...(index < 4 ? {} : { dash: [8, 4] }),
}));
