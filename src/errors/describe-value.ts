// What was given instead of what was expected, in a few words of an error: any value that a program may pass.

/** E.g. `3.5`, `'abc'`, `undefined`, `a Float32Array of 10 elements`, `an object`. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return value.length > 40 ? `'${value.slice(0, 40)}…'` : `'${value}'`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? `${value}n` : String(value);
  const name: unknown = value.constructor?.name;
  const kind = typeof name === 'string' && name !== '' && name !== 'Object' ? name : 'object';
  const article = /^[AEIO]/i.test(kind) ? 'an' : 'a';
  const length = Array.isArray(value) || ArrayBuffer.isView(value) ? ` of ${lengthOf(value)} elements` : '';
  return `${article} ${kind}${length}`;
}

function lengthOf(value: object): number {
  return 'length' in value ? Number(value.length) : 0;
}
