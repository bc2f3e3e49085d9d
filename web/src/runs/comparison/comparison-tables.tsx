// What came of each run, epoch by epoch too, and in what they differ.
import { heldOutValue } from '../../../../src/metrics/epoch-record.ts';
import { bestNames, metricNames, type Quantity, quantities } from '../../../../src/metrics/metric-table.ts';
import { mostRows } from '../../../../src/metrics/run-facts.ts';
import type { NetworkTotals } from '../../../../src/network/network-description.ts';
import { language, textsOf } from '../../language/language.ts';
import { printCount, printDuration, printValue, unknown } from '../../language/numbers.ts';
import { ColumnNames, Scrolled } from '../../shell/table-parts.tsx';
import { runAddress } from '../addresses.ts';
import { CurveSample } from '../charts/curve-sample.tsx';
import { runListTexts } from '../run-list-texts.ts';
import { runTexts } from '../run-texts.ts';
import { StatusSign } from '../status-sign.tsx';
import type { ComparedRun } from './compared-run.ts';
import { comparisonTexts } from './comparison-texts.ts';
import { differences } from './differences.ts';
import { heldOutParts, resultsOf } from './run-results.ts';
import { useConfigurations, useNetworkTotals } from './use-answers.ts';

/** What runs are judged by comes first. */
const shown: readonly Quantity[] = ['accuracy', ...quantities.filter((name) => name !== 'accuracy')];

interface ComparedRunsProps {
  readonly compared: readonly ComparedRun[];
}

export function ResultTable({ compared }: ComparedRunsProps) {
  const texts = textsOf(comparisonTexts);
  const parts = heldOutParts(compared);
  const { run, state, epochs } = textsOf(runListTexts).columns;
  // The network of a run that cannot be read is unknown.
  const networks = useNetworkTotals(compared.filter(({ overview }) => overview?.model != null).map(({ id }) => id));
  const columns = [
    ...[run, state, texts.network, texts.parameters, texts.multiplyAdds, texts.dataset, epochs],
    ...shown.flatMap((quantity) => [
      textsOf(bestNames(parts, quantity)),
      texts.last(textsOf(metricNames(parts, quantity))),
    ]),
    texts.last(textsOf(metricNames(['train'], 'loss'))),
    textsOf(runTexts).time,
  ];
  return (
    <>
      <h2>{texts.numbers}</h2>
      <Scrolled name={texts.numbers} class="card compared">
        <table>
          <ColumnNames names={columns} />
          <tbody>
            {compared.map((run) => (
              <ResultRow key={run.id} run={run} network={networks.get(run.id)} />
            ))}
          </tbody>
        </table>
      </Scrolled>
    </>
  );
}

interface ResultRowProps {
  readonly run: ComparedRun;
  readonly network: NetworkTotals | undefined;
}

function ResultRow({ run, network }: ResultRowProps) {
  const texts = textsOf(comparisonTexts);
  const { overview, metrics } = run;
  const results = resultsOf(metrics.epochs);
  const best = (
    <>
      <strong>{printValue('accuracy', results.best('accuracy'))}</strong>
      {results.bestEpoch !== null && <span class="best-epoch">{texts.inEpoch(results.bestEpoch)}</span>}
    </>
  );
  return (
    <tr>
      <RunName run={run} scope="row" />
      <td class="compared-status">{overview === null ? unknown : <StatusSign status={overview.status} />}</td>
      <td class="compared-network">{overview?.model ?? unknown}</td>
      <td>{network === undefined ? unknown : printCount(network.parameters, language.value)}</td>
      <td>{network === undefined ? unknown : printCount(network.multiplyAdds, language.value)}</td>
      <td class="run-dataset" title={overview?.dataset ?? ''}>
        {overview?.dataset ?? unknown}
      </td>
      <td>{results.epochs}</td>
      {shown.flatMap((quantity) => [
        <td key={quantity}>{quantity === 'accuracy' ? best : printValue(quantity, results.best(quantity))}</td>,
        <td key={`last ${quantity}`}>{printValue(quantity, results.last(quantity))}</td>,
      ])}
      <td>{printValue('loss', results.lastTrainLoss)}</td>
      <td>{printDuration(results.seconds, language.value)}</td>
    </tr>
  );
}

export function AccuracyTable({ compared }: ComparedRunsProps) {
  const texts = textsOf(comparisonTexts);
  const title = texts.eachEpoch(textsOf(metricNames(heldOutParts(compared), 'accuracy')));
  const byEpoch = compared.map(({ metrics }) => new Map(metrics.epochs.map((point) => [point.epoch, point])));
  const epochs = [...new Set(byEpoch.flatMap((points) => [...points.keys()]))].sort((left, right) => left - right);
  return (
    <details class="card">
      <summary>{title}</summary>
      <Scrolled name={title} class="card compared">
        <table>
          <thead>
            <tr>
              <th scope="col">{textsOf(runTexts).epoch}</th>
              {compared.map((run) => (
                <RunName key={run.id} run={run} scope="col" />
              ))}
            </tr>
          </thead>
          <tbody>
            {epochs.map((epoch) => (
              <tr key={epoch}>
                <th scope="row">{epoch}</th>
                {byEpoch.map((points, index) => (
                  <td key={compared[index].id}>
                    {printValue('accuracy', heldOutValue(points.get(epoch), 'accuracy'))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
    </details>
  );
}

export function DifferenceTable({ compared }: ComparedRunsProps) {
  const texts = textsOf(comparisonTexts);
  const configurations = useConfigurations(compared.map(({ id }) => id));
  const rows = differences(compared.map(({ id }) => configurations.get(id) ?? null));
  return (
    <>
      <h2>{texts.differences}</h2>
      {rows.length === 0 ? (
        <p class="quiet">{texts.noDifferences}</p>
      ) : (
        <Scrolled name={texts.differences} class="card compared">
          <table>
            <thead>
              <tr>
                <th scope="col">{texts.option}</th>
                {compared.map((run) => (
                  <RunName key={run.id} run={run} scope="col" />
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, mostRows).map(({ name, values }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {values.map((value, index) => (
                    <td key={compared[index].id}>{value ?? unknown}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolled>
      )}
    </>
  );
}

function RunName({ run, scope }: { readonly run: ComparedRun; readonly scope: 'row' | 'col' }) {
  return (
    <th scope={scope} class="compared-name">
      <CurveSample {...run.look} /> <a href={runAddress(run.id)}>{run.id}</a>
    </th>
  );
}
