// Finds the weights in what torch.save was given: a state_dict itself, or a dict that holds one beside other data, as
// training scripts save it.
import { FormatError } from '../../errors/format-error.ts';
import type { SafetensorsTensor } from '../safetensors/tensor.ts';
import { describePickleValue, PickleDict, type PickleRoot, type PickleValue } from './pickle-values.ts';
import { TorchTensor } from './torch-tensor.ts';

type Tensors = ReadonlyMap<string, SafetensorsTensor>;

/** The state_dict of a file of torch.save. */
export interface TorchCheckpoint {
  /** By the names that they have in the file. */
  readonly tensors: ReadonlyMap<string, SafetensorsTensor>;
  /** Under which the state_dict stood; undefined where the file is nothing else. */
  readonly key: string | undefined;
  /** Keys of all that stood beside it, in the file's order. */
  readonly leftOut: readonly string[];
}

const saveWeights = 'save the weights alone: torch.save(model.state_dict(), file)';

/**
 * @param key where it must be; undefined for the one that is there
 * @throws FormatError naming what is there instead
 */
export function findStateDict({ root, where }: PickleRoot, key: string | undefined): TorchCheckpoint {
  const fail = (problem: string, hint = saveWeights): never => {
    throw new FormatError(`${where}: ${problem}`, { hint });
  };
  if (!(root instanceof PickleDict)) return fail(`holds ${describePickleValue(root)}, expected a state_dict`);
  const { entries } = root;
  const beside = (isTaken: (key: PickleValue, value: PickleValue) => boolean) =>
    [...entries].filter(([each, value]) => !isTaken(each, value)).map(([each]) => printKey(each));
  const found = new Map([...entries].flatMap(nestedIn));
  const keys = [...found.keys()].map((each) => JSON.stringify(each)).join(', ');
  if (key !== undefined) {
    const tensors =
      found.get(key) ?? fail(`holds no state_dict under ${JSON.stringify(key)}`, `it holds ${keys || 'none'}`);
    return { tensors, key, leftOut: beside((each) => each === key) };
  }
  const own = tensorsIn(root);
  if (own.size === entries.size) return { tensors: own, key: undefined, leftOut: [] };
  // Names of weights have a dot, but for those of a single layer: other tensors beside a state_dict are numbers of its training.
  const isDottedBeside = found.size > 0 && [...own.keys()].some((name) => name.includes('.'));
  if (found.size > 1 || isDottedBeside) {
    const [first] = found.keys();
    fail(
      `holds several state_dicts: ${keys}${isDottedBeside ? ', and tensors beside' : ''}`,
      `say which by its key: --key ${first}, or { key: ${JSON.stringify(first)} } in a program`,
    );
  }
  for (const [only, tensors] of found) return { tensors, key: only, leftOut: beside((each) => each === only) };
  if (hasWeights(own))
    return { tensors: own, key: undefined, leftOut: beside((_, value) => value instanceof TorchTensor) };
  return fail(`${describeContents(root)}, expected tensors by name`);
}

/** A value that is a state_dict, by its key. */
function nestedIn([key, value]: readonly [PickleValue, PickleValue]): readonly (readonly [string, Tensors])[] {
  if (typeof key !== 'string' || !(value instanceof PickleDict)) return [];
  const tensors = tensorsIn(value);
  return tensors.size === value.entries.size && hasWeights(tensors) ? [[key, tensors]] : [];
}

/** Scalars alone are what was measured, such as losses. */
function hasWeights(tensors: Tensors): boolean {
  return [...tensors.values()].some(({ shape }) => shape.length > 0);
}

/** Those that have names. */
function tensorsIn({ entries }: PickleDict): Tensors {
  return new Map(
    [...entries].flatMap(([name, value]) =>
      typeof name === 'string' && value instanceof TorchTensor ? [[name, value.tensor] as const] : [],
    ),
  );
}

function describeContents({ entries }: PickleDict): string {
  const nameless = [...entries.keys()].find((key) => typeof key !== 'string');
  if (nameless !== undefined) return `a key is ${describePickleValue(nameless)}`;
  const [key, value] = [...entries].find(([, entry]) => !(entry instanceof TorchTensor)) ?? ['', null];
  return `${JSON.stringify(printKey(key))} is ${describePickleValue(value)}`;
}

function printKey(key: PickleValue): string {
  return typeof key === 'object' && key !== null ? describePickleValue(key) : String(key);
}
