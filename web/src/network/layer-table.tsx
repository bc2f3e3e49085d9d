// All layers as a table: for screen readers, and for copying.
import type { NetworkDescription } from '../../../src/network/network-description.ts';
import { textsOf } from '../language/language.ts';
import { ColumnNames } from '../shell/table-parts.tsx';
import { type MeasuredTime, sumOf } from './measured-time.ts';
import { networkTexts } from './network-texts.ts';
import { printCount, printMilliseconds } from './number-format.ts';
import { layerName, shapeName, windowName } from './part-labels.ts';

export function LayerTable({
  network,
  time,
}: {
  readonly network: NetworkDescription;
  readonly time: MeasuredTime | null;
}) {
  const texts = textsOf(networkTexts);
  const { module, layer, kernel, outputShape, parameters, multiplyAdds } = texts;
  const columns = [
    module,
    layer,
    kernel,
    outputShape,
    parameters,
    multiplyAdds,
    ...(time === null ? [] : [texts.time]),
  ];
  return (
    <details class="network-table">
      <summary>{texts.table}</summary>
      <div class="card scroll">
        <table>
          <ColumnNames names={columns} />
          <tbody>
            {network.layers.map((layer) => (
              <tr key={layer.id}>
                <th scope="row">
                  <code>{layer.id}</code>
                </th>
                <td>{layerName(layer, network)}</td>
                <td>{windowName(layer)}</td>
                <td>{shapeName(layer.outputShape)}</td>
                <td>{printCount(layer.parameters)}</td>
                <td>{printCount(layer.multiplyAdds)}</td>
                {time !== null && <td>{timeText(time, layer.id, texts.milliseconds)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function timeText(time: MeasuredTime, id: string, print: (milliseconds: string) => string): string {
  const kinds = time.layers.get(id);
  return kinds === undefined ? '' : print(printMilliseconds(sumOf(kinds)));
}
