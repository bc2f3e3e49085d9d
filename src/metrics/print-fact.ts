// Anything that JSON can hold in a cell of a table, in the report as on the page: forms change with versions.

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function printFact(value: unknown): string {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'object') {
    const isFlat = Array.isArray(value) && value.every((inner) => typeof inner !== 'object');
    return isFlat ? value.join(', ') : JSON.stringify(value);
  }
  return String(value);
}
