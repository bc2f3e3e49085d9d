// Where the time of a step goes: by kind of primitive, and the slowest layers.

import type { StepProfile } from '../../engines/engine.ts';
import { alignColumns } from '../terminal/align-columns.ts';
import type { benchTexts } from './bench-texts.ts';
import { median } from './median.ts';

interface ProfileRow {
  readonly milliseconds: number;
  /** Share of the whole step. */
  readonly share: number;
  /** Undefined for primitives that compute no products. */
  readonly gigaflopsPerSecond: number | undefined;
}

export interface KindRow extends ProfileRow {
  readonly kind: string;
  /** Primitives of this kind in a step. */
  readonly count: number;
}

export interface LayerRow extends ProfileRow {
  readonly module: string;
  readonly kind: string;
  /** The library's name for the code. */
  readonly implementation: string;
}

export interface ProfileSummary {
  /** Median time of a whole step without timing inside. */
  readonly stepMilliseconds: number;
  /** Sum over primitives, each the median of its runs. */
  readonly milliseconds: number;
  /** Time of the convolutions when each runs again right after itself: no step could be faster. */
  readonly convolutionsAlone: number;
  readonly kinds: readonly KindRow[];
  /** The slowest first. */
  readonly layers: readonly LayerRow[];
}

const layersShown = 10;

/** @param profiles the same step, several times */
export function summarizeProfile(
  profiles: readonly (readonly StepProfile[])[],
  stepMilliseconds: number,
): ProfileSummary {
  const steps = profiles[0].map((step, index) =>
    typicalOf(
      step,
      profiles.map((profile) => profile[index]),
    ),
  );
  const milliseconds = total(steps);
  const kinds = [...new Set(steps.map(({ kind }) => kind))].map((kind) => {
    const members = steps.filter((step) => step.kind === kind);
    return { kind, count: members.length, ...row(members, milliseconds) };
  });
  const layers = steps
    .filter(({ module }) => module !== '')
    .map((step) => {
      const { module, kind, implementation } = step;
      return { module, kind, implementation, ...row([step], milliseconds) };
    });
  const convolutionsAlone = steps.reduce((sum, { warmMilliseconds = 0 }) => sum + warmMilliseconds, 0);
  return {
    stepMilliseconds,
    milliseconds,
    convolutionsAlone,
    kinds: kinds.sort(slowestFirst),
    layers: layers.sort(slowestFirst),
  };
}

export function printProfile(profile: ProfileSummary, texts: (typeof benchTexts)['en']): string {
  const { stepMilliseconds, milliseconds, convolutionsAlone, kinds, layers } = profile;
  const numbers = ({ milliseconds: time, share, gigaflopsPerSecond }: ProfileRow) => [
    time.toFixed(1),
    `${(100 * share).toFixed(1)} %`,
    gigaflopsPerSecond?.toFixed(0) ?? '',
  ];
  const kindTable = alignColumns([
    texts.kinds,
    ...kinds.map((entry) => [entry.kind, String(entry.count), ...numbers(entry)]),
  ]);
  const layerTable = alignColumns([
    texts.layers,
    ...layers.slice(0, layersShown).map((entry) => [entry.module, entry.kind, entry.implementation, ...numbers(entry)]),
  ]);
  const head = [
    texts.step(stepMilliseconds.toFixed(1), milliseconds.toFixed(1)),
    texts.roofline(convolutionsAlone.toFixed(1), ((100 * convolutionsAlone) / stepMilliseconds).toFixed(0)),
  ];
  return [...head, '', ...kindTable, '', ...layerTable].join('\n');
}

/** The medians of its times. */
function typicalOf(step: StepProfile, runs: readonly StepProfile[]): StepProfile {
  const milliseconds = median(runs.map((run) => run.milliseconds));
  if (step.warmMilliseconds === undefined) return { ...step, milliseconds };
  return { ...step, milliseconds, warmMilliseconds: median(runs.map((run) => run.warmMilliseconds ?? 0)) };
}

function row(steps: readonly StepProfile[], wholeMilliseconds: number): ProfileRow {
  const milliseconds = total(steps);
  const multiplyAdds = steps.reduce((sum, step) => sum + step.multiplyAdds, 0);
  return {
    milliseconds,
    share: milliseconds / wholeMilliseconds,
    gigaflopsPerSecond: multiplyAdds === 0 ? undefined : (2 * multiplyAdds) / milliseconds / 1e6,
  };
}

function total(steps: readonly StepProfile[]): number {
  return steps.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
}

function slowestFirst(a: ProfileRow, b: ProfileRow): number {
  return b.milliseconds - a.milliseconds;
}
