// What the parallel paths of a block return for the image, side by side. Computed only while it is open.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Block } from '../../../src/export/list-blocks.ts';
import { textsOf } from '../language/language.ts';
import { insightTexts } from './insight-texts.ts';
import { PathMaps } from './path-maps.tsx';
import type { Playground } from './playground.ts';
import './insight.css';

/** Stays while another view is shown. */
const isOpen = signal(false);
const number = signal(0);

export function FeatureMapsSection({ play }: { readonly play: Playground }) {
  const texts = textsOf(insightTexts);
  const model = play.model.value;
  const blocks = model.kind === 'ready' ? model.facts.blocks : [];
  const block = blocks[Math.min(number.value, blocks.length - 1)];
  const paths = isOpen.value && block !== undefined ? block.paths.map(({ path }) => path) : [];
  const key = paths.join();
  useEffect(() => {
    play.want(paths);
    return () => play.want([]);
  }, [play, model, key]);
  return (
    <details
      class="insight"
      open={isOpen.value}
      data-testid="feature-maps"
      onToggle={({ currentTarget }) => {
        isOpen.value = currentTarget.open;
      }}
    >
      <summary>
        <h2 class="insight-title">{texts.maps}</h2>
      </summary>
      <p class="quiet">{texts.mapsMeaning}</p>
      {model.kind === 'ready' && block === undefined && <p class="quiet">{texts.noBlocks}</p>}
      {block !== undefined && <Blocks blocks={blocks} chosen={block} />}
      {block !== undefined && isOpen.value && <Paths play={play} block={block} />}
    </details>
  );
}

function Blocks({ blocks, chosen }: { readonly blocks: readonly Block[]; readonly chosen: Block }) {
  const texts = textsOf(insightTexts);
  return (
    <fieldset class="block-choice">
      <legend>{texts.block}</legend>
      {blocks.map((block, index) => (
        <button
          key={block.path}
          type="button"
          aria-pressed={block === chosen}
          aria-label={texts.blockName(index + 1, block.path)}
          title={texts.blockName(index + 1, block.path)}
          onClick={() => {
            number.value = index;
          }}
        >
          {index + 1}
        </button>
      ))}
      <span class="quiet">
        {chosen.path} · {texts.shape(`[${chosen.shape.join(', ')}]`)}
      </span>
    </fieldset>
  );
}

function Paths({ play, block }: { readonly play: Playground; readonly block: Block }) {
  const texts = textsOf(insightTexts);
  const answer = play.answer.value;
  if (answer === null) return <p class="quiet">{texts.needsAnswer}</p>;
  return (
    <div class="feature-paths">
      {block.paths.map((path) => (
        <PathMaps key={path.path} path={path} activation={answer.activations[path.path]} />
      ))}
    </div>
  );
}
