// The numbers behind the curves, for who would rather read them.
import type { EpochPoint } from '../../../src/studio/protocol.ts';
import { language, textsOf } from '../language/language.ts';
import { printDuration, printLoss, printPercent } from '../language/numbers.ts';
import { runTexts } from './run-texts.ts';

export function EpochTable({ epochs }: { readonly epochs: readonly EpochPoint[] }) {
  const texts = textsOf(runTexts);
  const columns = [texts.epoch, texts.trainLoss, texts.trainAccuracy, texts.testLoss, texts.testAccuracy, texts.time];
  return (
    <details class="card">
      <summary>{texts.eachEpoch}</summary>
      {epochs.length === 0 ? (
        <p class="quiet">{texts.noEpochs}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section class="scroll" tabIndex={0} aria-label={texts.eachEpoch}>
          <table>
            <thead>
              <tr>
                {columns.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {epochs.map((epoch) => (
                <tr key={epoch.epoch}>
                  <th scope="row">{epoch.epoch}</th>
                  <td>{printLoss(epoch.trainLoss)}</td>
                  <td>{printPercent(epoch.trainAccuracy)}</td>
                  <td>{printLoss(epoch.testLoss)}</td>
                  <td>{printPercent(epoch.testAccuracy)}</td>
                  <td>{printDuration(epoch.seconds, language.value)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
}
