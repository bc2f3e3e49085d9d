// Configuration and environment as tables.
import { textsOf } from '../../language/language.ts';
import { detailsTexts } from './details-texts.ts';
import { factRows, optionRows } from './facts.ts';
import './fact-tables.css';

type JsonObject = Readonly<Record<string, unknown>>;

export function OptionTable({ config }: { readonly config: JsonObject }) {
  const texts = textsOf(detailsTexts);
  return (
    <div class="card facts">
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.option}</th>
            <th scope="col">{texts.value}</th>
            <th scope="col">{texts.source}</th>
          </tr>
        </thead>
        <tbody>
          {optionRows(config).map(({ name, value, source }) => (
            <tr key={name} class={source === 'default' ? 'is-default' : 'is-given'}>
              <th scope="row">{name}</th>
              <td>{value}</td>
              <td>{source === null ? '' : (texts.sources[source] ?? source)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function FactTable({ facts }: { readonly facts: JsonObject }) {
  return (
    <div class="card facts facts-plain">
      <table>
        <tbody>
          {factRows(facts).map(({ name, value }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
