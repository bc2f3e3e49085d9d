// Anything that JSON can hold as a table, without knowing its form: configurations and environments change with versions.
import { type HtmlElement, table } from './html.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** Deeper ones are printed as JSON. */
const deepest = 4;

/**
 * Objects of one form under each other get a column for each of their keys (an option's value and where it came from);
 * others a row for each value, with the path of its keys.
 */
export function factsTable(facts: unknown): HtmlElement {
  if (!isObject(facts)) return table('facts', [], [['', printValue(facts)]]);
  const entries = Object.entries(facts);
  const records = entries.flatMap(([, value]) => (isRecord(value) ? [value] : []));
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const isGrid = records.length === entries.length && entries.length > 1 && columns.length <= 4 && shareKeys(records);
  if (isGrid) {
    return table(
      'facts',
      ['', ...columns],
      entries.map(([name], index) => [name, ...columns.map((column) => printValue(records[index][column]))]),
    );
  }
  return table('facts', [], [...flatten(facts, '', 0)]);
}

function* flatten(facts: JsonObject, path: string, depth: number): Generator<readonly [string, string]> {
  for (const [name, value] of Object.entries(facts)) {
    const place = path === '' ? name : `${path}.${name}`;
    if (isObject(value) && Object.keys(value).length > 0 && depth < deepest) yield* flatten(value, place, depth + 1);
    else yield [place, printValue(value)];
  }
}

/** Has no objects inside. */
function isRecord(value: unknown): value is JsonObject {
  return isObject(value) && Object.values(value).every((inner) => !isObject(inner));
}

/** The first key of each is a key of all. */
function shareKeys(records: readonly JsonObject[]): boolean {
  return records.every((record) => {
    const [first] = Object.keys(record);
    return first !== undefined && records.every((other) => Object.hasOwn(other, first));
  });
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function printValue(value: unknown): string {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'object') {
    const isFlat = Array.isArray(value) && value.every((inner) => typeof inner !== 'object');
    return isFlat ? value.join(', ') : JSON.stringify(value);
  }
  return String(value);
}
