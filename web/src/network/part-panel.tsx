// What is known of the part that was chosen.
import type { NetworkDescription, NetworkLayer } from '../../../src/network/network-description.ts';
import type { RunWeights } from '../../../src/studio/protocol.ts';
import { textsOf } from '../language/language.ts';
import { BlockCaption, captionTitle } from './block-caption.tsx';
import type { Loaded } from './load-json.ts';
import type { MeasuredTime } from './measured-time.ts';
import { layersOf, type Part } from './network-parts.ts';
import { networkTexts } from './network-texts.ts';
import { printCount, printMilliseconds } from './number-format.ts';
import { layerName, outputShapeOf, shapeName } from './part-labels.ts';
import { measurePart } from './part-measures.ts';
import { printShare } from './share-scale.ts';
import { WeightsSection } from './weights/weights-section.tsx';
import { WindowPicture } from './window-picture.tsx';

interface PanelProps {
  readonly part: Part;
  readonly network: NetworkDescription;
  readonly time: MeasuredTime | null;
  /** Weights of the run that is shown; null where there are none. */
  readonly weights: Loaded<RunWeights> | null;
  readonly onClose: () => void;
}

const kindsShown = 6;

export function PartPanel({ part, network, time, weights, onClose }: PanelProps) {
  const texts = textsOf(networkTexts);
  const first = part.kind === 'layer' ? part.layers[0] : undefined;
  const followers = part.kind === 'layer' ? part.layers.slice(1) : [];
  const whole = part.kind === 'block' ? part.module : first;
  const { parameters, multiplyAdds, milliseconds, kinds, shares } = measurePart(part, network, time);
  const shared = layersOf(part).reduce((sum, layer) => sum + layer.sharedParameters, 0);
  const shareLine = (share: number | null) => share !== null && <small>{texts.shareOf(printShare(share))}</small>;
  return (
    <section class="card network-panel" aria-label={texts.details}>
      <header>
        <h2>{nameOf(part, network, texts.image)}</h2>
        <button type="button" aria-label={texts.close} onClick={onClose}>
          ×
        </button>
      </header>
      <dl>
        {whole !== undefined && (
          <>
            <dt>{texts.module}</dt>
            <dd>
              <code>{whole.path === '' ? network.name : whole.path}</code>
              {whole.call > 1 && <small>{texts.call(whole.call)}</small>}
            </dd>
            <dt>{texts.inputShape}</dt>
            <dd>
              {whole.inputShapes.map((shape, index) => (
                <div key={index}>{shapeName(shape)}</div>
              ))}
            </dd>
          </>
        )}
        <dt>{texts.outputShape}</dt>
        <dd>{shapeName(outputShapeOf(part))}</dd>
        {first?.window && (
          <>
            <dt>{texts.kernel}</dt>
            <dd>{first.window.kernel.join(' × ')}</dd>
            <dt>{texts.stride}</dt>
            <dd>{first.window.stride.join(' × ')}</dd>
            <dt>{texts.padding}</dt>
            <dd>{first.window.padding.join(' × ')}</dd>
          </>
        )}
        {followers.length > 0 && (
          <>
            <dt>{texts.followedBy}</dt>
            <dd>
              {followers.map((layer) => (
                <div key={layer.id}>
                  {layerName(layer, network)} <code>{layer.path}</code>
                </div>
              ))}
            </dd>
          </>
        )}
        {part.kind !== 'image' && (
          <>
            <dt>{texts.parameters}</dt>
            <dd>
              {printCount(parameters)} {shareLine(shares.parameters)}
              {shared > 0 && <small>{texts.countedBefore(printCount(shared))}</small>}
            </dd>
            <dt>{texts.multiplyAdds}</dt>
            <dd>
              {printCount(multiplyAdds)} {shareLine(shares.compute)}
            </dd>
            {time !== null && (
              <>
                <dt>{texts.time}</dt>
                <dd>
                  {milliseconds === null ? texts.notMeasured : texts.milliseconds(printMilliseconds(milliseconds))}{' '}
                  {shareLine(shares.time)}
                </dd>
              </>
            )}
          </>
        )}
      </dl>
      {part.kind === 'block' && (
        <>
          <h3>{captionTitle(part.module.className, texts)}</h3>
          <BlockCaption className={part.module.className} />
        </>
      )}
      {kinds.length > 1 && (
        <table class="network-kinds">
          <tbody>
            {kinds.slice(0, kindsShown).map(({ kind, milliseconds: time }) => (
              <tr key={kind}>
                <th scope="row">{kind}</th>
                <td>{texts.milliseconds(printMilliseconds(time))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {first?.window && <WindowPicture window={first.window} caption={windowCaption(first, texts)} />}
      {weights !== null && <WeightsSection weights={weights} modules={layersOf(part).map(({ path }) => path)} />}
    </section>
  );
}

function nameOf(part: Part, network: NetworkDescription, image: string): string {
  if (part.kind === 'image') return image;
  if (part.kind === 'block') return part.module.className;
  return part.layers[0] === undefined ? '' : layerName(part.layers[0], network);
}

function windowCaption(layer: NetworkLayer, texts: (typeof networkTexts)['en']): string {
  const kernel = layer.window?.kernel.join(' × ') ?? '';
  if (layer.parameters + layer.sharedParameters === 0) return texts.pooling(kernel);
  const [filters = 0, ...positions] = layer.outputShape;
  const channels = layer.inputShapes[0]?.[0] ?? 0;
  return texts.convolution({ filters, channels, kernel, positions: positions.join(' × ') });
}
