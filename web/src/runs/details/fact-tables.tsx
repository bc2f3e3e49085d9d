// Configuration and environment as tables.
import { isObject, type JsonObject } from '../../../../src/metrics/print-fact.ts';
import {
  factRows,
  isDefault,
  mostRows,
  type OptionRow,
  optionRows,
  optionTexts,
  printSource,
} from '../../../../src/metrics/run-facts.ts';
import { language, textsOf } from '../../language/language.ts';
import { printCount, printMoment } from '../../language/numbers.ts';
import { ColumnNames } from '../../shell/table-parts.tsx';
import { detailsTexts } from './details-texts.ts';
import './fact-tables.css';

/** Those that somebody gave; the rest, which is most, is folded. */
export function OptionTable({ config }: { readonly config: JsonObject }) {
  const texts = textsOf(optionTexts);
  const rows = optionRows(config);
  const isOthers = (row: OptionRow) => isDefault(row) || row.source === 'recipe';
  const given = rows.filter((row) => !isOthers(row));
  const others = rows.filter(isOthers);
  const ofRecipe = others.some((row) => row.source === 'recipe');
  const names = [texts.option, texts.value, texts.source];
  return (
    <>
      {given.length > 0 && (
        <div class="card facts">
          <OptionRows rows={given} names={names} />
        </div>
      )}
      {others.length > 0 && (
        <details class="card facts">
          <summary>{textsOf(detailsTexts).otherOptions(others.length, ofRecipe)}</summary>
          <OptionRows rows={others} names={names} />
        </details>
      )}
    </>
  );
}

interface OptionRowsProps {
  readonly rows: readonly OptionRow[];
  readonly names: readonly string[];
}

function OptionRows({ rows, names }: OptionRowsProps) {
  return (
    <>
      <table>
        <ColumnNames names={names} />
        <tbody>
          {rows.slice(0, mostRows).map((row) => (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              <td>{row.value}</td>
              <td>{printSource(row, language.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <HiddenRows rows={rows.length - mostRows} />
    </>
  );
}

/** How many of them stand in no table. */
export function HiddenRows({ rows }: { readonly rows: number }) {
  if (rows <= 0) return null;
  return <p class="quiet">{textsOf(detailsTexts).notShown(printCount(rows, language.value))}</p>;
}

/** What the run was computed with at first, and at each resume. All of it is folded: it is looked up, not read. */
export function EnvironmentTables({ environment }: { readonly environment: JsonObject }) {
  const texts = textsOf(detailsTexts);
  const { resumes, ...first } = environment;
  const later = Array.isArray(resumes) ? resumes.filter(isObject) : [];
  // What is of another form stays among the others.
  const facts = later.length > 0 ? first : environment;
  return (
    <>
      <FactTable title={texts.computedWith} facts={facts} />
      {later.map((resume, index) => (
        <FactTable
          key={index}
          title={texts.resume(
            index + 1,
            typeof resume.time === 'string' ? printMoment(resume.time, language.value) : '',
          )}
          facts={resume}
        />
      ))}
    </>
  );
}

function FactTable({ title, facts }: { readonly title: string; readonly facts: JsonObject }) {
  const rows = factRows(facts);
  return (
    <details class="card facts facts-plain">
      <summary>{title}</summary>
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
    </details>
  );
}
