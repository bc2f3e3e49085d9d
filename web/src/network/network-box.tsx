// One box of the drawing: a layer with those that joined it, a block (its header, where it is open), or the image.
import type { NetworkDescription } from '../../../src/network/network-description.ts';
import { textsOf } from '../language/language.ts';
import type { Box } from './layout-network.ts';
import type { MeasuredTime } from './measured-time.ts';
import { countPaths, type Part } from './network-parts.ts';
import { networkTexts } from './network-texts.ts';
import { fitText, layerName, outputShapeOf, shapeName, windowName } from './part-labels.ts';
import { type MeasureName, measurePart } from './part-measures.ts';
import { printShare, stepOf } from './share-scale.ts';

interface BoxProps {
  readonly box: Box;
  readonly network: NetworkDescription;
  readonly measure: MeasureName;
  readonly time: MeasuredTime | null;
  readonly isNarrow: boolean;
  readonly isSelected: boolean;
  readonly onPress: () => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

const headerHeight = 54;
const inset = 12;
const letterWidth = 7.2;
const smallLetterWidth = 6.4;

/** Texts end with a blank, so that software that reads the screen does not run them together. */
export function NetworkBox({ box, network, measure, time, isNarrow, isSelected, onPress, onKey }: BoxProps) {
  const texts = textsOf(networkTexts);
  const { part, depth, isOpen, x, y, width } = box;
  const height = isOpen ? headerHeight : box.height;
  const share = part.kind === 'image' ? null : measurePart(part, network, time).shares[measure];
  const shareText = share === null ? '' : printShare(share);
  const { name, addition } = titleOf(part, network, texts);
  const shape = shapeName(outputShapeOf(part));
  const paths = part.kind === 'block' ? texts.paths(countPaths(part)) : '';
  // In the order of what is written in the box: then a voice that reads the screen is asked for what one sees.
  const label = [
    [name, addition, part.kind === 'block' && depth === 0 ? part.id : ''].filter(Boolean).join(' '),
    [shape, paths].filter(Boolean).join(' · '),
    shareText && `${shareText} ${texts.measures[measure]}`,
  ];
  const isSmall = depth > 0 && !isOpen && part.kind !== 'image';
  return (
    // biome-ignore lint/a11y/useSemanticElements: an SVG has no button
    <g
      role="button"
      tabindex={0}
      aria-label={label.filter(Boolean).join(', ')}
      aria-expanded={part.kind === 'block' ? isOpen : undefined}
      aria-pressed={part.kind === 'block' ? undefined : isSelected}
      class={`network-box ${isSelected ? 'is-selected' : ''}`}
      transform={`translate(${x} ${y})`}
      data-part={part.id}
      onClick={onPress}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          onPress();
        } else onKey(event);
      }}
    >
      <rect
        class={`tint-${share === null ? 0 : stepOf(share)}`}
        width={width}
        height={height}
        rx={part.kind === 'image' ? 18 : 10}
      />
      {part.kind === 'image' ? (
        <text class="network-name" x={width / 2} y={height / 2} text-anchor="middle" dominant-baseline="central">
          {`${name} ${shape}`}
        </text>
      ) : isSmall ? (
        <>
          {part.kind === 'block' && <Chevron x={width - 16} y={height - 12} isOpen={false} size={4} />}
          <SmallTexts
            lines={smallLines(name, addition, shape, isNarrow)}
            share={shareText}
            width={width}
            height={height}
            isNarrow={isNarrow}
          />
        </>
      ) : (
        <>
          <text class="network-name" x={inset} y={23}>
            {fitText([name, addition].filter(Boolean).join(' '), width - 90, letterWidth)}{' '}
            {part.kind === 'block' && depth === 0 && (
              <tspan class="network-note" dx={4}>
                {fitText(part.id, width - 110 - name.length * letterWidth, smallLetterWidth)}
              </tspan>
            )}{' '}
          </text>
          <text class="network-note" x={inset} y={41}>
            {fitText([shape, width < 200 ? '' : paths].filter(Boolean).join(' · '), width - 90, smallLetterWidth)}{' '}
          </text>
          <text class="network-share" x={width - inset - (part.kind === 'block' ? 26 : 0)} y={32} text-anchor="end">
            {shareText}
          </text>
          {part.kind === 'block' && <Chevron x={width - 28} y={27} isOpen={isOpen} size={6} />}
        </>
      )}
    </g>
  );
}

function Chevron({ x, y, isOpen, size }: Readonly<Record<'x' | 'y' | 'size', number>> & { readonly isOpen: boolean }) {
  const rise = isOpen ? -size : size;
  return <path class="network-chevron" d={`M${x} ${y - rise / 2}l${size} ${rise}l${size} ${-rise}`} />;
}

function SmallTexts(props: {
  readonly lines: readonly string[];
  readonly share: string;
  readonly width: number;
  readonly height: number;
  readonly isNarrow: boolean;
}) {
  const { lines, share, width, height, isNarrow } = props;
  const all = [...lines, share].filter(Boolean);
  const lineHeight = isNarrow ? 16 : 18;
  const top = (height - lineHeight * all.length) / 2 + lineHeight / 2;
  return (
    <>
      {all.map((line, index) => (
        <text
          key={line}
          class={`${index === 0 ? 'network-name is-small' : 'network-note'} ${isNarrow ? 'is-narrow' : ''}`}
          x={width / 2}
          y={top + index * lineHeight}
          text-anchor="middle"
          dominant-baseline="central"
        >
          {fitText(line, width - 4, isNarrow ? 5.6 : smallLetterWidth)}{' '}
        </text>
      ))}
    </>
  );
}

function smallLines(name: string, addition: string, shape: string, isNarrow: boolean): readonly string[] {
  if (!isNarrow) return [[name, addition].filter(Boolean).join(' '), shape];
  return [name, addition, shape.replaceAll(' ', '')].filter(Boolean);
}

/** `Conv2d` and `3×3 + ReLU`. */
function titleOf(part: Part, network: NetworkDescription, texts: { readonly image: string }) {
  if (part.kind === 'image') return { name: texts.image, addition: '' };
  if (part.kind === 'block') return { name: part.module.className, addition: '' };
  const [first, ...followers] = part.layers;
  const additions = [
    first === undefined ? '' : windowName(first),
    ...followers.map((layer) => `+ ${layerName(layer, network)}`),
  ];
  return { name: first === undefined ? '' : layerName(first, network), addition: additions.filter(Boolean).join(' ') };
}
