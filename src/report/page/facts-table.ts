// Anything that JSON can hold as a table, without knowing its form: configurations and environments change with versions.
import { isObject, type JsonObject, printFact } from '../../metrics/print-fact.ts';
import { type HtmlElement, table } from './html.ts';

/** Deeper ones are printed as JSON. */
const deepest = 4;

/**
 * Objects of one form under each other get a column for each of their keys (an option's value and where it came from);
 * others a row for each value, with the path of its keys.
 */
export function factsTable(facts: unknown): HtmlElement {
  if (!isObject(facts)) return table('facts', [], [['', printFact(facts)]]);
  const entries = Object.entries(facts);
  const records = entries.flatMap(([, value]) => (isRecord(value) ? [value] : []));
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const isGrid = records.length === entries.length && entries.length > 1 && columns.length <= 4 && shareKeys(records);
  if (isGrid) {
    return table(
      'facts',
      ['', ...columns],
      entries.map(([name], index) => [name, ...columns.map((column) => printFact(records[index][column]))]),
    );
  }
  return table('facts', [], [...flatten(facts, '', 0)]);
}

function* flatten(facts: JsonObject, path: string, depth: number): Generator<readonly [string, string]> {
  for (const [name, value] of Object.entries(facts)) {
    const place = path === '' ? name : `${path}.${name}`;
    if (isObject(value) && Object.keys(value).length > 0 && depth < deepest) yield* flatten(value, place, depth + 1);
    else yield [place, printFact(value)];
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
