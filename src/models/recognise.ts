// Which network tensors belong to, by their names and shapes alone: files of PyTorch say nothing else. Each row of the table
// says by which names; classes, channels, width, heads and the size of the images follow from shapes.
import { type Shape, sameShape } from '../graph/shape.ts';
import {
  createModel,
  largestWidth,
  type ModelChoice,
  type ModelName,
  type ModelOptions,
  modelNames,
  models,
} from './model-table.ts';

/** Names and shapes of a state_dict. */
export type TensorShapes = ReadonlyMap<string, { readonly shape: Shape }>;

export interface RecognisedModel extends ModelChoice {
  /** Rows and columns of the images that its linear layers were made for; the usual ones if no layer depends on them. */
  readonly imageSize: number;
}

/** Sizes of images up to this one are tried, multiples of `likelySides` first: most people train with those. */
const largestSide = 512;
const likelySides = 32;

/**
 * @param names of the rows that are asked
 * @returns undefined for tensors of a network that is in none of them
 */
export function recogniseModel(tensors: TensorShapes, names = modelNames): RecognisedModel | undefined {
  for (const name of names) {
    const options = recogniseOptions(name, tensors);
    if (options !== undefined) return { name, options, imageSize: imageSizeOf({ name, options }, tensors) };
  }
  return undefined;
}

function recogniseOptions(name: ModelName, tensors: TensorShapes): ModelOptions | undefined {
  const { options, signature } = models[name];
  const [firstName, filters, kernel] = signature.first;
  const first = tensors.get(firstName)?.shape;
  const last = tensors.get(signature.last)?.shape;
  if (first === undefined || last === undefined) return undefined;
  const [k, inChannels, ...window] = first;
  if (![k, inChannels, last[0]].every((length) => length > 0)) return undefined;
  const hasWidth = options.includes('width');
  const width = k / filters;
  if (!sameShape(window, [kernel, kernel]) || width > (hasWidth ? largestWidth : 1)) return undefined;
  if (width < 1 && !hasWidth) return undefined;
  const { also = [], lacks = [], head } = signature;
  if (!also.every((each) => tensors.has(each)) || lacks.some((each) => tensors.has(each))) return undefined;
  return {
    numClasses: last[0],
    inChannels,
    ...(hasWidth ? { width } : {}),
    ...(head === undefined ? {} : { heads: tensors.has(head) }),
  };
}

/** Several sizes may leave the same number of features: the usual one comes first, then multiples of 32. */
function imageSizeOf(choice: ModelChoice, tensors: TensorShapes): number {
  const { imageSize: usual, signature } = models[choice.name];
  const [sized, least] = signature.sized ?? ['', 1];
  const wanted = tensors.get(sized)?.shape;
  if (wanted === undefined) return usual;
  const sides = Array.from({ length: largestSide - least + 1 }, (_, index) => least + index);
  const likely = [usual, ...sides.filter((side) => side % likelySides === 0), ...sides];
  const fits = (side: number) => {
    const shape = new Map(createModel(choice, side).namedParameters()).get(sized)?.shape;
    return shape !== undefined && sameShape(shape, wanted);
  };
  return likely.find(fits) ?? usual;
}
