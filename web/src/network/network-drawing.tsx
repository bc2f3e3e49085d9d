// The drawing: boxes that can be focused and pressed, in flow order, and the lines between them.
import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { NetworkDescription } from '../../../src/network/network-description.ts';
import { textsOf } from '../language/language.ts';
import { narrowBelow, narrowMeasures, wideMeasures } from './box-sizes.ts';
import { type Box, layoutNetwork } from './layout-network.ts';
import type { MeasuredTime } from './measured-time.ts';
import { arrowKeys, nearestBox } from './nearest-box.ts';
import { NetworkBox } from './network-box.tsx';
import type { Level } from './network-parts.ts';
import { networkTexts } from './network-texts.ts';
import type { MeasureName } from './part-measures.ts';

interface DrawingProps {
  readonly network: NetworkDescription;
  readonly level: Level;
  readonly open: ReadonlySet<string>;
  readonly selected: string | null;
  readonly measure: MeasureName;
  readonly time: MeasuredTime | null;
  /** A box was pressed. */
  readonly onPress: (box: Box) => void;
}

/** Room around, so that outlines of focus are whole. */
const margin = 4;

export function NetworkDrawing({ network, level, open, selected, measure, time, onPress }: DrawingProps) {
  const texts = textsOf(networkTexts);
  const frame = useRef<HTMLDivElement>(null);
  const frameWidth = useSignal(0);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      frameWidth.value = entry?.contentRect.width ?? 0;
    });
    if (frame.current !== null) observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);
  const isNarrow = frameWidth.value < narrowBelow;
  const { width, height, boxes, lines } = useMemo(
    () => layoutNetwork(level, open, isNarrow ? narrowMeasures : wideMeasures),
    [level, open, isNarrow],
  );
  // What does not fit scrolls, with the trunk in the middle.
  useEffect(() => {
    if (frame.current !== null) frame.current.scrollLeft = (width + 2 * margin - frameWidth.value) / 2;
  }, [width, frameWidth.value]);

  const follow = (event: KeyboardEvent, box: Box) => {
    const key = arrowKeys.find((name) => name === event.key);
    const next = key === undefined ? undefined : nearestBox(boxes, box, key);
    if (next === undefined) return;
    event.preventDefault();
    const elements = frame.current?.querySelectorAll<SVGGElement>('[role="button"]') ?? [];
    elements[boxes.indexOf(next)]?.focus();
  };

  return (
    <div class="network-frame" ref={frame}>
      {frameWidth.value > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: an SVG has no fieldset
        <svg
          class="network-drawing"
          width={width + 2 * margin}
          height={height + 2 * margin}
          viewBox={`${-margin} ${-margin} ${width + 2 * margin} ${height + 2 * margin}`}
          role="group"
          aria-label={texts.drawing(network.name)}
        >
          {boxes
            .filter(({ isOpen }) => isOpen)
            .map(({ part, x, y, width, height }) => (
              <rect key={part.id} class="network-open-block" x={x} y={y} width={width} height={height} rx={10} />
            ))}
          <g>
            {lines.map(({ key, path }) => (
              <path key={key} class="network-line" d={path} />
            ))}
          </g>
          {boxes.map((box) => (
            <NetworkBox
              key={box.part.id}
              box={box}
              network={network}
              measure={measure}
              time={time}
              isNarrow={isNarrow}
              isSelected={box.part.id === selected}
              onPress={() => onPress(box)}
              onKey={(event) => follow(event, box)}
            />
          ))}
        </svg>
      )}
    </div>
  );
}
