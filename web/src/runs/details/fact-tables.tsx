// Configuration and environment as tables.
import type { JsonObject } from '../../../../src/metrics/print-fact.ts';
import { language, textsOf } from '../../language/language.ts';
import { printCount } from '../../language/numbers.ts';
import { ColumnNames } from '../../shell/table-parts.tsx';
import { detailsTexts } from './details-texts.ts';
import { factRows, mostRows, optionRows } from './facts.ts';
import './fact-tables.css';

export function OptionTable({ config }: { readonly config: JsonObject }) {
  const texts = textsOf(detailsTexts);
  const rows = optionRows(config);
  return (
    <div class="card facts">
      <table>
        <ColumnNames names={[texts.option, texts.value, texts.source]} />
        <tbody>
          {rows.slice(0, mostRows).map(({ name, value, source }) => (
            <tr key={name} class={source === 'default' ? 'is-default' : 'is-given'}>
              <th scope="row">{name}</th>
              <td>{value}</td>
              <td>{source === null ? '' : (texts.sources[source] ?? source)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <HiddenRows rows={rows.length - mostRows} />
    </div>
  );
}

/** How many of them stand in no table. */
export function HiddenRows({ rows }: { readonly rows: number }) {
  if (rows <= 0) return null;
  return <p class="quiet">{textsOf(detailsTexts).notShown(printCount(rows, language.value))}</p>;
}

export function FactTable({ facts }: { readonly facts: JsonObject }) {
  const rows = factRows(facts);
  return (
    <div class="card facts facts-plain">
      <table>
        <tbody>
          {rows.slice(0, mostRows).map(({ name, value }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <HiddenRows rows={rows.length - mostRows} />
    </div>
  );
}
