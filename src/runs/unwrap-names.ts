// Weights of a network that was saved inside another module: DataParallel puts `module.` before each name, torch.compile
// `_orig_mod.`, a LightningModule the name of its attribute, mostly `model.`. What fits decides: names of the tutorial's
// network begin with `model.` by themselves.

type Tensors<Tensor> = ReadonlyMap<string, Tensor>;

export interface Unwrapped<Tensor> {
  /** What was taken off, e.g. `module.model.`; empty where nothing was. */
  readonly prefix: string;
  readonly tensors: Tensors<Tensor>;
  /** Names without that prefix: they belong to the outer modules. */
  readonly others: readonly string[];
}

/** Modules around a network. */
const deepest = 8;

/** @param fits whether tensors by these names are the network's */
export function unwrapNames<Tensor>(
  tensors: Tensors<Tensor>,
  fits: (inner: Tensors<Tensor>) => boolean,
): Unwrapped<Tensor> {
  const wrapped = prefixesOf([...tensors.keys()]).map((prefix) => ({ prefix, ...takeOff(prefix, tensors) }));
  return wrapped.find((each) => fits(each.tensors)) ?? { prefix: '', tensors, others: [] };
}

function takeOff<Tensor>(prefix: string, tensors: Tensors<Tensor>): Omit<Unwrapped<Tensor>, 'prefix'> {
  const inner = [...tensors].filter(([name]) => name.startsWith(prefix));
  return {
    tensors: new Map(inner.map(([name, tensor]) => [name.slice(prefix.length), tensor])),
    others: [...tensors.keys()].filter((name) => !name.startsWith(prefix)),
  };
}

/** None first, then what more than half of the names begin with, part by part. */
function prefixesOf(names: readonly string[]): readonly string[] {
  const prefixes = [''];
  for (let prefix = ''; prefixes.length <= deepest; ) {
    const counts = new Map<string, number>();
    for (const name of names.filter((each) => each.startsWith(prefix))) {
      const next = name.slice(0, name.indexOf('.', prefix.length) + 1);
      if (next !== '') counts.set(next, (counts.get(next) ?? 0) + 1);
    }
    const common = [...counts].find(([, count]) => 2 * count > names.length);
    if (common === undefined) break;
    prefix = common[0];
    prefixes.push(prefix);
  }
  return prefixes;
}
