// Which runs a search finds: each of its words must be in what is known of the run, and `name=value` is an option's.
import type { OptionValue, RunOverview } from '../../../../src/studio/protocol.ts';

export type OptionsOfRuns = ReadonlyMap<string, Readonly<Record<string, OptionValue>>>;

export function searchRuns(
  runs: readonly RunOverview[],
  options: OptionsOfRuns,
  search: string,
): readonly RunOverview[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return runs;
  return runs.filter((run) => {
    const values = optionTexts(options.get(run.id) ?? {});
    const facts = [run.id, run.model, run.dataset, run.engine, run.note].map((fact) => fact?.toLowerCase() ?? '');
    return words.every((word) => {
      const [name, value] = splitOption(word);
      if (value !== undefined) {
        // While an option is being typed, only its name is known.
        return values.some((option) => option.name === name && (value === '' || option.value === value));
      }
      return [...facts, ...values.map((option) => option.value)].some((text) => text.includes(word));
    });
  });
}

interface OptionText {
  readonly name: string;
  readonly value: string;
}

function optionTexts(options: Readonly<Record<string, OptionValue>>): readonly OptionText[] {
  return Object.entries(options).map(([name, value]) => ({
    name: plainName(name),
    value: String(value).toLowerCase(),
  }));
}

/** @returns the second undefined where it is no `name=value` */
function splitOption(word: string): readonly [name: string, value: string | undefined] {
  const place = word.indexOf('=');
  if (place < 1) return [word, undefined];
  return [plainName(word.slice(0, place)), word.slice(place + 1)];
}

/** As in the files, and as typed in a terminal: batchSize, --batch-size. */
function plainName(name: string): string {
  return name.toLowerCase().replaceAll('-', '');
}
