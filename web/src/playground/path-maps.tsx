// The feature maps of one path: the strongest channels first, all in one scale.
import { useSignal } from '@preact/signals';
import type { BlockPath } from '../../../src/export/list-blocks.ts';
import { textsOf } from '../language/language.ts';
import { gradientOf, magma } from './colour-maps.ts';
import { scaleOf, strongestFirst } from './feature-maps.ts';
import { insightTexts } from './insight-texts.ts';
import type { Activation } from './network-session.ts';
import { pathKind } from './path-kind.ts';
import { PixelCanvas } from './pixel-canvas.tsx';
import { mapPixels } from './pixels.ts';

const shownAtFirst = 16;
const gradient = gradientOf(magma);

interface PathMapsProps {
  readonly path: BlockPath;
  /** Undefined until it is computed. */
  readonly activation: Activation | undefined;
}

export function PathMaps({ path, activation }: PathMapsProps) {
  const texts = textsOf(insightTexts);
  const isWhole = useSignal(false);
  const kind = pathKind(path.layers);
  const name = texts.pathName(kind);
  const [channels] = path.shape;
  const shown = isWhole.value ? channels : Math.min(shownAtFirst, channels);
  return (
    <section class="feature-path" data-testid={`path-${path.path}`}>
      <h3 title={path.layers.join(' → ')}>{name}</h3>
      <p class="quiet feature-meaning">{texts.catches(kind)}</p>
      <p class="quiet feature-shape">
        {path.path} · [{path.shape.join(', ')}]
      </p>
      <p class="quiet feature-count">
        {texts.strongest(shown, channels)}
        {channels > shownAtFirst && (
          <button
            type="button"
            onClick={() => {
              isWhole.value = !isWhole.value;
            }}
          >
            {isWhole.value ? texts.showFewer : texts.showAll(channels)}
          </button>
        )}
      </p>
      <div>{activation?.shape.length === 3 && <Maps activation={activation} count={shown} name={name} />}</div>
    </section>
  );
}

interface MapsProps {
  readonly activation: Activation;
  readonly count: number;
  readonly name: string;
}

function Maps({ activation, count, name }: MapsProps) {
  const texts = textsOf(insightTexts);
  const { values, shape } = activation;
  const [, height, width] = shape;
  const scale = scaleOf(values);
  const maps = strongestFirst(values, shape).slice(0, count);
  return (
    <>
      <div
        class={count > shownAtFirst ? 'feature-maps is-whole' : 'feature-maps'}
        role="img"
        aria-label={texts.mapsOf(name)}
      >
        {maps.map((map, place) => (
          <PixelCanvas
            key={place}
            width={width}
            height={height}
            pixels={mapPixels(map.values, scale)}
            title={texts.channel(map.channel, map.mean.toFixed(3))}
          />
        ))}
      </div>
      <div class="colour-scale">
        <span>{scale.least.toPrecision(2)}</span>
        <span class="colour-scale-bar" style={{ background: gradient }} aria-hidden="true" />
        <span>{scale.most.toPrecision(2)}</span>
      </div>
    </>
  );
}
