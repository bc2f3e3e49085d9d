// `--freeze`: which tensors are not learned, by a pattern of their names.

import type { Module } from '../../nn/module.ts';
import { namePattern } from '../../nn/name-pattern.ts';
import { invalidOption } from '../options/usage-error.ts';

/**
 * Freezes the parameters whose whole names fit.
 * @returns how many
 * @throws UsageError where none fits, or all
 */
export function freeze(model: Module, pattern: string): number {
  const expression = namePattern(pattern);
  if (expression === undefined) {
    throw invalidOption(`--freeze is '${pattern}', which is no pattern`, "give one such as 'model.[0-7].*'");
  }
  const parameters = [...model.namedParameters()];
  const chosen = parameters.filter(([name]) => expression.test(name));
  if (chosen.length === 0 || chosen.length === parameters.length) {
    const problem = chosen.length === 0 ? 'which fits no tensor' : 'which leaves nothing to learn';
    const names = parameters.map(([name]) => name);
    const hint = `the names go from ${names[0]} to ${names.at(-1)}: googlenet summary shows their layers`;
    throw invalidOption(`--freeze is '${pattern}', ${problem}`, hint);
  }
  for (const [, parameter] of chosen) parameter.requiresGrad = false;
  return chosen.length;
}
