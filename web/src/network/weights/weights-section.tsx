// The weights of a run beside the drawing: of the tensor that was chosen how its values are spread, and its filters.
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { LayerFilters, RunWeights, TensorSummary } from '../../../../src/studio/protocol.ts';
import { textsOf } from '../../language/language.ts';
import { PixelCanvas } from '../../playground/pixel-canvas.tsx';
import type { Loaded } from '../load-json.ts';
import { printCount } from '../number-format.ts';
import { filterPicture } from './filter-picture.ts';
import { weightsTexts } from './weights-texts.ts';
import './weights.css';

interface WeightsSectionProps {
  readonly weights: Loaded<RunWeights>;
  /** Modules of the part that was chosen; null: all. */
  readonly modules: readonly string[] | null;
}

export function WeightsSection({ weights, modules }: WeightsSectionProps) {
  const texts = textsOf(weightsTexts);
  const chosen = useSignal<string | null>(null);
  if (weights.state !== 'ready') {
    return <p class="weights-note">{weights.state === 'failed' ? texts.failed(weights.message) : texts.loading}</p>;
  }
  const { tensors, filters } = weights.value;
  const own = tensors.filter(({ name }) => modules === null || modules.includes(moduleOf(name)));
  const tensor = own.find(({ name }) => name === chosen.value) ?? own[0];
  if (tensor === undefined) return null;
  const shown = filters.find(({ name }) => name === tensor.name);
  return (
    <section class="weights-section" aria-label={texts.title}>
      <h3>{texts.titles[weights.value.weights]}</h3>
      <select
        aria-label={texts.tensor}
        value={tensor.name}
        onChange={({ currentTarget }) => {
          chosen.value = currentTarget.value;
        }}
      >
        {own.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      <Histogram tensor={tensor} />
      {shown !== undefined && <Filters layer={shown} />}
    </section>
  );
}

function moduleOf(tensor: string): string {
  return tensor.slice(0, Math.max(0, tensor.lastIndexOf('.')));
}

const [barWidth, plotHeight] = [8, 80];

function Histogram({ tensor }: { readonly tensor: TensorSummary }) {
  const texts = textsOf(weightsTexts);
  const { counts, shape, mean, std } = tensor;
  const [min, max] = [printValue(tensor.min), printValue(tensor.max)];
  const most = Math.max(...counts, 1);
  const count = printCount(shape.reduce((product, size) => product * size, 1));
  return (
    <figure class="weights-histogram">
      <svg
        viewBox={`0 0 ${barWidth * counts.length} ${plotHeight}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={texts.histogram({ count, min, max })}
      >
        {counts.map((each, bin) => {
          const height = (each / most) * plotHeight;
          return <rect key={bin} x={bin * barWidth} y={plotHeight - height} width={barWidth - 1} height={height} />;
        })}
      </svg>
      <div class="weights-ends" aria-hidden="true">
        <span>{min}</span>
        <span>{max}</span>
      </div>
      <figcaption>
        {`[${shape.join(', ')}]`} · {texts.facts(printValue(mean), printValue(std))}
      </figcaption>
    </figure>
  );
}

function Filters({ layer }: { readonly layer: LayerFilters }) {
  const texts = textsOf(weightsTexts);
  const picture = useMemo(() => filterPicture(layer), [layer]);
  const { shape, filters, channels, largest } = layer;
  const [shown, shownChannels] = shape;
  const caption = texts.filters({ shown, filters, shownChannels, channels, largest: printValue(largest) });
  return (
    <figure class="weights-filters">
      <PixelCanvas {...picture} label={caption} />
      <figcaption aria-hidden="true">{caption}</figcaption>
    </figure>
  );
}

/** Three digits. */
function printValue(value: number): string {
  return String(Number(value.toPrecision(3))).replace('-', '−');
}
