// Parameters that are treated otherwise than the rest: biases that learn twice as fast, normalisations without decay. A
// group says it by patterns of names.
import { OptionError } from '../../errors/option-error.ts';
import { requireFinite, requireType } from '../../errors/require-option.ts';
import type { Shape } from '../../graph/shape.ts';
import { namePattern } from '../../nn/name-pattern.ts';
import type { Optimizer } from './optimizer.ts';

/** Parameters by their names, and how they are treated. */
export interface ParameterGroup {
  /** Patterns of whole names, e.g. `*.bias`: `*` is any characters, `?` one, `[0-7]` one of them. */
  readonly names: readonly string[];
  /** What the learning rate is multiplied by. Default 1. */
  readonly learningRateFactor?: number;
  /** Default: the optimizer's. */
  readonly weightDecay?: number;
}

/** How one parameter is treated. */
export interface Treatment {
  readonly learningRateFactor: number;
  /** Undefined: the optimizer's own. */
  readonly weightDecay: number | undefined;
}

/** A parameter that is learned. */
export interface LearnedParameter {
  readonly name: string;
  readonly shape: Shape;
}

type Grouping = Pick<Optimizer, 'groups' | 'decayBiases'>;

/** @throws OptionError naming what is wrong with a group */
export function requireGroups(where: string, groups: unknown): asserts groups is readonly ParameterGroup[] {
  requireType(`${where}: groups`, groups, Array);
  (groups as readonly Partial<ParameterGroup>[]).forEach((group, index) => {
    const name = `${where}: groups[${index}]`;
    requireType(name, group, Object);
    const { names, learningRateFactor, weightDecay } = group;
    requireType(`${name}.names`, names, Array, { hint: "give patterns of names, such as ['*.bias']" });
    for (const pattern of names ?? []) {
      requireType(`${name}.names`, pattern, 'string');
      if (namePattern(pattern) !== undefined) continue;
      throw new OptionError(`${name}.names: '${pattern}' is no pattern`, { hint: "give one such as 'model.[0-7].*'" });
    }
    if (learningRateFactor !== undefined) requireFinite(`${name}.learningRateFactor`, learningRateFactor);
    if (weightDecay !== undefined) requireFinite(`${name}.weightDecay`, weightDecay);
  });
}

/** @throws OptionError for a pattern that fits none of the names */
export function requireFittingPatterns({ groups = [] }: Grouping, names: readonly string[]): void {
  for (const pattern of groups.flatMap((group) => group.names)) {
    if (names.some((name) => namePattern(pattern)?.test(name))) continue;
    throw new OptionError(`optimizer.groups: '${pattern}' fits no parameter`, {
      hint: `the names go from ${names[0]} to ${names.at(-1)}; * is any characters`,
    });
  }
}

/** The parameters grouped by their treatment; groups are in the order of their first parameters. */
export function groupParameters(
  parameters: readonly LearnedParameter[],
  grouping: Grouping,
): readonly (readonly [Treatment, readonly LearnedParameter[]])[] {
  const byTreatment = new Map<string, readonly [Treatment, LearnedParameter[]]>();
  for (const parameter of parameters) {
    const treatment = treatmentOf(parameter, grouping);
    const key = `${treatment.learningRateFactor} ${treatment.weightDecay}`;
    const [, alike] = byTreatment.get(key) ?? [treatment, []];
    byTreatment.set(key, [treatment, [...alike, parameter]]);
  }
  return [...byTreatment.values()];
}

function treatmentOf({ name, shape }: LearnedParameter, { groups = [], decayBiases = true }: Grouping): Treatment {
  const group = groups.find(({ names }) => names.some((pattern) => namePattern(pattern)?.test(name)));
  const isBias = shape.length <= 1;
  return {
    learningRateFactor: group?.learningRateFactor ?? 1,
    weightDecay: group?.weightDecay ?? (isBias && !decayBiases ? 0 : undefined),
  };
}
