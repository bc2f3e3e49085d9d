// One network: the drawing, what it is coloured by, and the panel of what was chosen.
import { signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { NetworkDescription } from '../../../src/network/network-description.ts';
import type { MeasuredProfile, RunWeights } from '../../../src/studio/protocol.ts';
import { textsOf } from '../language/language.ts';
import { BlockCaption, captionTitle } from './block-caption.tsx';
import { ColourChoice } from './colour-choice.tsx';
import { LayerTable } from './layer-table.tsx';
import type { Box } from './layout-network.ts';
import type { Loaded } from './load-json.ts';
import { attributeTime, isOfThisNetwork } from './measured-time.ts';
import { NetworkDrawing } from './network-drawing.tsx';
import { allParts, type BlockPart, blocksOf, networkLevel } from './network-parts.ts';
import { networkTexts } from './network-texts.ts';
import { printCount } from './number-format.ts';
import type { MeasureName } from './part-measures.ts';
import { PartPanel } from './part-panel.tsx';
import { WeightsSection } from './weights/weights-section.tsx';

interface ExplorerProps {
  readonly network: NetworkDescription;
  /** Controls for choosing the network. */
  readonly choice: ComponentChildren;
  readonly profiles: readonly MeasuredProfile[];
  /** Weights of the run that is shown; null where there are none. */
  readonly weights: Loaded<RunWeights> | null;
  readonly onOpened: (profile: MeasuredProfile) => void;
}

/** Both stay when one goes to another network and back. */
const measure = signal<MeasureName>('parameters');
const chosenProfile = signal<string | null>(null);

export function NetworkExplorer({ network, choice, profiles, weights, onOpened }: ExplorerProps) {
  const texts = textsOf(networkTexts);
  const open = useSignal<ReadonlySet<string>>(new Set());
  const selected = useSignal<string | null>(null);
  const level = useMemo(() => networkLevel(network), [network]);
  const blocks = useMemo(() => blocksOf(level), [level]);
  const profile = profiles.findLast(({ name }) => name === chosenProfile.value) ?? profiles[0] ?? null;
  const measured = useMemo(() => (profile === null ? null : attributeTime(network, profile)), [network, profile]);
  const time = measured !== null && isOfThisNetwork(measured) ? measured : null;
  const part = allParts(level).find(({ id }) => id === selected.value);
  const isOpen = ({ id }: BlockPart) => open.value.has(id);
  const shownBlock = blocks.find(isOpen) ?? blocks[0];
  const isPhone = matchMedia('(max-width: 900px)').matches;
  const close = () => {
    const id = selected.value;
    selected.value = null;
    // The panel goes, and the focus with it, if it was there.
    if (document.activeElement?.closest('.network-panel')) boxElement(id)?.focus();
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);

  const press = ({ part: { kind, id }, isOpen }: Box) => {
    if (kind === 'block') {
      const ids = new Set(open.value);
      if (isOpen) ids.delete(id);
      else ids.add(id);
      open.value = ids;
      selected.value = isOpen ? null : id;
    } else {
      selected.value = selected.value === id ? null : id;
    }
    if (isPhone && selected.value !== null) requestAnimationFrame(() => scrollAbovePanel(id, kind === 'block'));
  };
  const { totals, layers } = network;
  return (
    <>
      <header class="network-header">
        <h1>{texts.network}</h1>
        {choice}
        <p>
          {texts.facts({
            layers: printCount(layers.length),
            parameters: printCount(totals.parameters),
            multiplyAdds: printCount(totals.multiplyAdds),
          })}
        </p>
      </header>
      <ColourChoice
        measure={measure.value}
        onMeasure={(name) => {
          measure.value = name;
        }}
        profiles={profiles}
        profile={profile}
        time={measured}
        onProfile={(chosen) => {
          if (!profiles.includes(chosen)) onOpened(chosen);
          chosenProfile.value = chosen.name;
        }}
      />
      <div class="network-columns">
        <div>
          <div class="network-tools">
            {blocks.length > 0 && (
              <>
                <button
                  type="button"
                  onClick={() => {
                    open.value = new Set(blocks.map(({ id }) => id));
                  }}
                >
                  {texts.openAll}
                </button>
                <button
                  type="button"
                  disabled={open.value.size === 0}
                  onClick={() => {
                    open.value = new Set();
                  }}
                >
                  {texts.closeAll}
                </button>
              </>
            )}
          </div>
          <NetworkDrawing
            network={network}
            level={level}
            open={open.value}
            selected={selected.value}
            measure={measure.value}
            time={time}
            onPress={press}
          />
        </div>
        <aside class={part === undefined ? '' : 'has-panel'}>
          <div class="network-hints">
            <p>{texts.nothingChosen}</p>
            <p>{texts.howTo}</p>
            {shownBlock !== undefined && (
              <details open={isOpen(shownBlock) && !isPhone}>
                <summary>{captionTitle(shownBlock.module.className, texts)}</summary>
                <BlockCaption className={shownBlock.module.className} />
              </details>
            )}
          </div>
          {part === undefined ? (
            weights !== null && <WeightsSection weights={weights} modules={null} />
          ) : (
            <PartPanel part={part} network={network} time={time} weights={weights} onClose={close} />
          )}
        </aside>
      </div>
      <LayerTable network={network} time={time} />
    </>
  );
}

function boxElement(id: string | null): SVGGElement | undefined {
  return [...document.querySelectorAll<SVGGElement>('[data-part]')].find(({ dataset }) => dataset.part === id);
}

/** On a phone the panel lies over the lower part of the page: what was pressed is moved above it, a block to the top. */
function scrollAbovePanel(id: string, isBlock: boolean): void {
  const box = boxElement(id)?.getBoundingClientRect();
  const panel = document.querySelector('.network-panel')?.getBoundingClientRect();
  const header = document.querySelector('.page-header')?.getBoundingClientRect();
  if (box === undefined || panel === undefined) return;
  const room = { top: (header?.bottom ?? 0) + 12, bottom: panel.top - 12 };
  const reducesMotion = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const distance = isBlock ? box.top - room.top : Math.max(0, box.bottom - room.bottom);
  scrollBy({ top: distance, behavior: reducesMotion ? 'instant' : 'smooth' });
}
