// A prefix that all names of a file have, as PyTorch's DataParallel adds one: the weights are then those of an inner module.

/** Up to the first dot, with it; empty where not all names begin so. */
export function commonPrefix([first = '', ...others]: readonly string[]): string {
  const prefix = first.slice(0, first.indexOf('.') + 1);
  return others.every((name) => name.startsWith(prefix)) ? prefix : '';
}

export function prefixHint(prefix: string): string {
  return `all names begin with '${prefix}': save the state_dict of that inner module`;
}
