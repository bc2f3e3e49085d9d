// Configuration and environment as tables.
import type { JsonObject } from '../../../../src/metrics/print-fact.ts';
import {
  factRows,
  isDefault,
  mostRows,
  optionRows,
  optionTexts,
  printSource,
} from '../../../../src/metrics/run-facts.ts';
import { language, textsOf } from '../../language/language.ts';
import { printCount } from '../../language/numbers.ts';
import { ColumnNames } from '../../shell/table-parts.tsx';
import { detailsTexts } from './details-texts.ts';
import './fact-tables.css';

export function OptionTable({ config }: { readonly config: JsonObject }) {
  const texts = textsOf(optionTexts);
  const rows = optionRows(config);
  return (
    <div class="card facts">
      <table>
        <ColumnNames names={[texts.option, texts.value, texts.source]} />
        <tbody>
          {rows.slice(0, mostRows).map((row) => (
            <tr key={row.name} class={isDefault(row) ? 'is-default' : 'is-given'}>
              <th scope="row">{row.name}</th>
              <td>{row.value}</td>
              <td>{printSource(row, language.value)}</td>
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
