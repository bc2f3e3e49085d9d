// The numbers behind the curves, for who would rather read them.
import { type EpochPoint, heldOutPart } from '../../../src/metrics/epoch-record.ts';
import { measuredMetrics, metricNames } from '../../../src/metrics/metric-table.ts';
import { language, textsOf } from '../language/language.ts';
import { printDuration, printValue } from '../language/numbers.ts';
import { ColumnNames, Scrolled } from '../shell/table-parts.tsx';
import { runTexts } from './run-texts.ts';

export function EpochTable({ epochs }: { readonly epochs: readonly EpochPoint[] }) {
  const texts = textsOf(runTexts);
  const measured = measuredMetrics(heldOutPart(epochs));
  const names = measured.map(({ part, quantity }) => textsOf(metricNames([part], quantity)));
  return (
    <details class="card">
      <summary>{texts.eachEpoch}</summary>
      {epochs.length === 0 ? (
        <p class="quiet">{texts.noEpochs}</p>
      ) : (
        <Scrolled name={texts.eachEpoch}>
          <table>
            <ColumnNames names={[texts.epoch, ...names, texts.time]} />
            <tbody>
              {epochs.map((epoch) => (
                <tr key={epoch.epoch}>
                  <th scope="row">{epoch.epoch}</th>
                  {measured.map(({ key, quantity }) => (
                    <td key={key}>{printValue(quantity, epoch[key])}</td>
                  ))}
                  <td>{printDuration(epoch.seconds, language.value)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolled>
      )}
    </details>
  );
}
