// Gives a model the tensors of a file, or says in full why they do not fit: what is missing, what is too much under
// which other name it may be meant, what has another shape.

import { closestName } from '../errors/closest-name.ts';
import { StateDictError } from '../errors/state-dict-error.ts';
import { countsToFloat32, type SafetensorsTensor, toFloat32 } from '../formats/safetensors.ts';
import { printShape } from '../graph/shape.ts';
import { compareState } from '../nn/compare-state.ts';
import type { Module } from '../nn/module.ts';
import { unwrapNames } from './unwrap-names.ts';

/** An error names this many problems of each kind, and counts the others. */
const shownProblems = 8;
/** Longer names belong to none of our networks, and comparing them would take long. */
const longestComparedName = 100;

/**
 * Names may have a prefix more, of modules around the one that was saved.
 * @param file what to call it in errors
 * @throws StateDictError; FormatError for a tensor of integers; NotFiniteError for NaN or infinity
 */
export function fitWeights(model: Module, given: ReadonlyMap<string, SafetensorsTensor>, file: string): void {
  const [first = ['']] = model.namedParameters();
  const { tensors, others } = unwrapNames(given, (inner) => inner.has(first[0]));
  const { missing, misshapen, ...comparison } = compareState(model, tensors);
  const unexpected = [...comparison.unexpected, ...others];
  if (missing.length + unexpected.length + misshapen.length > 0) {
    const problems = [
      ...listNames('missing', missing),
      ...listNames('unexpected', unexpected, (name) => withSuggestion(name, missing)),
      ...listNames(
        'of another shape',
        misshapen.map(
          ({ name, shape, expected }) => `${name} (${printShape(shape)}, the model's is ${printShape(expected)})`,
        ),
      ),
    ];
    throw new StateDictError(`${file}: the weights do not fit ${model.constructor.name}: ${problems.join(' · ')}`, {
      hint: 'use weights of the same model and number of classes',
    });
  }
  const buffers = [...model.namedBuffers({ removeDuplicate: false })];
  const counts = new Set(buffers.flatMap(([name, { isCount }]) => (isCount ? [name] : [])));
  const state = [...tensors].map(([name, tensor]) => {
    const read = counts.has(name) ? countsToFloat32 : toFloat32;
    return [name, { shape: tensor.shape, data: read(tensor, `${file}: ${name}`) }] as const;
  });
  model.loadStateDict(new Map(state), file);
}

function listNames(
  kind: string,
  names: readonly string[],
  show: (name: string) => string = (name) => name,
): readonly string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, shownProblems).map((name) => show(name));
  const more = names.length > shown.length ? [`and ${names.length - shown.length} more`] : [];
  return [`${names.length} ${kind}: ${[...shown, ...more].join(', ')}`];
}

function withSuggestion(name: string, missing: readonly string[]): string {
  if (name.length > longestComparedName) return `${name.slice(0, longestComparedName)}…`;
  const nearest = closestName(name, missing);
  return nearest === undefined ? name : `${name} (did you mean ${nearest}?)`;
}
