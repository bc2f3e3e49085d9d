// Finds the weights in what torch.save was given: a state_dict itself, or a dict that holds exactly one beside other data.
import { FormatError } from '../../errors/format-error.ts';
import type { SafetensorsTensor } from '../safetensors/tensor.ts';
import { describePickleValue, PickleDict, type PickleValue } from './pickle-values.ts';
import { TorchTensor } from './torch-tensor.ts';

const saveWeights = 'save the weights alone: torch.save(model.state_dict(), file)';

/** @throws FormatError naming what is there instead */
export function findStateDict(root: PickleValue, where: string): ReadonlyMap<string, SafetensorsTensor> {
  if (!(root instanceof PickleDict)) {
    throw new FormatError(`${where}: holds ${describePickleValue(root)}, expected a state_dict`, { hint: saveWeights });
  }
  const own = readTensors(root);
  if (own !== undefined) return own;
  const nested = [...root.entries].flatMap(([key, value]) => {
    const tensors = value instanceof PickleDict && value.entries.size > 0 ? readTensors(value) : undefined;
    return tensors === undefined ? [] : [{ key: JSON.stringify(String(key)), tensors }];
  });
  const hasOwnTensors = [...root.entries.values()].some((value) => value instanceof TorchTensor);
  if (nested.length === 1 && !hasOwnTensors) return nested[0].tensors;
  if (nested.length > 1) {
    const keys = nested.map(({ key }) => key).join(', ');
    throw new FormatError(`${where}: holds several state_dicts: ${keys}`, { hint: saveWeights });
  }
  throw new FormatError(`${where}: ${describeStranger(root)}, expected tensors by name`, { hint: saveWeights });
}

/** Undefined unless all values are tensors, by names. */
function readTensors({ entries }: PickleDict): ReadonlyMap<string, SafetensorsTensor> | undefined {
  const tensors = new Map<string, SafetensorsTensor>();
  for (const [name, value] of entries) {
    if (typeof name !== 'string' || !(value instanceof TorchTensor)) return undefined;
    tensors.set(name, value.tensor);
  }
  return tensors;
}

function describeStranger({ entries }: PickleDict): string {
  const nameless = [...entries.keys()].find((key) => typeof key !== 'string');
  if (nameless !== undefined) return `a key is ${describePickleValue(nameless)}`;
  const [key, value] = [...entries].find(([, entry]) => !(entry instanceof TorchTensor)) ?? ['', null];
  return `${JSON.stringify(String(key))} is ${describePickleValue(value)}`;
}
