// Draws with mouse, finger or pen; the network answers as one draws.
import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ImageForm } from '../../../src/images/image-form.ts';
import { preparePicture } from '../../../src/images/picture.ts';
import { textsOf } from '../language/language.ts';
import { Drawing, drawingSide, type Point } from './drawing.ts';
import { imagePixels } from './pixels.ts';
import type { Playground } from './playground.ts';
import { sourceTexts } from './source-texts.ts';

/** Stays while another view is shown. */
const drawing = new Drawing();
const brush = signal(28);
const isErasing = signal(false);

interface DrawingBoardProps {
  readonly play: Playground;
  /** Undefined until the model is there. */
  readonly form: ImageForm | undefined;
}

export function DrawingBoard({ play, form }: DrawingBoardProps) {
  const texts = textsOf(sourceTexts);
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef(0);
  const pointer = useRef<number | null>(null);

  const paint = () => {
    frame.current = 0;
    const context = canvas.current?.getContext('2d');
    context?.putImageData(new ImageData(imagePixels(drawing.picture), drawingSide, drawingSide), 0, 0);
    if (drawing.isEmpty) return play.look(null);
    if (form === undefined) return;
    // It is white on black, however much of its edge is painted.
    const { pixels } = preparePicture(drawing.picture, form, 'no');
    const { channels, rows, columns } = form;
    play.look({ channels, rows, columns, pixels, source: 'drawing', name: texts.canvas });
  };
  /** Once a frame, however fast the pen is. */
  const paintSoon = () => {
    if (frame.current === 0) frame.current = requestAnimationFrame(paint);
  };
  useEffect(() => {
    paint();
    return () => cancelAnimationFrame(frame.current);
  }, [form]);

  const pointOf = ({ clientX, clientY }: PointerEvent): Point => {
    const { left, top, width } = (canvas.current as HTMLCanvasElement).getBoundingClientRect();
    const scale = drawingSide / width;
    return { x: (clientX - left) * scale, y: (clientY - top) * scale };
  };
  const begin = (event: PointerEvent) => {
    if (pointer.current !== null || event.button > 0) return;
    pointer.current = event.pointerId;
    canvas.current?.setPointerCapture(event.pointerId);
    // The other end of a pen erases.
    const erases = isErasing.value || (event.pointerType === 'pen' && event.buttons === 32);
    drawing.begin(brush.value, erases ? 0 : 255, pointOf(event));
    paintSoon();
  };
  const move = (event: PointerEvent) => {
    if (pointer.current !== event.pointerId) return;
    const all = event.getCoalescedEvents?.() ?? [];
    for (const one of all.length === 0 ? [event] : all) drawing.extend(pointOf(one));
    paintSoon();
  };
  const end = (event: PointerEvent) => {
    if (pointer.current === event.pointerId) pointer.current = null;
  };
  const change = (work: () => void) => () => {
    work();
    paintSoon();
  };
  return (
    <>
      <canvas
        ref={canvas}
        class="drawing pixels"
        width={drawingSide}
        height={drawingSide}
        role="img"
        aria-label={texts.canvas}
        data-testid="drawing"
        onPointerDown={begin}
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={end}
      />
      <div class="source-tools">
        <button type="button" aria-pressed={!isErasing.value} onClick={() => (isErasing.value = false)}>
          {texts.pen}
        </button>
        <button type="button" aria-pressed={isErasing.value} onClick={() => (isErasing.value = true)}>
          {texts.eraser}
        </button>
        <label class="brush">
          <span class="field-name">{texts.brush}</span>
          <input
            type="range"
            min={6}
            max={70}
            value={brush.value}
            onInput={({ currentTarget }) => (brush.value = Number(currentTarget.value))}
          />
        </label>
        <button type="button" onClick={change(() => drawing.undo())}>
          {texts.undo}
        </button>
        <button type="button" onClick={change(() => drawing.clear())} data-testid="clear">
          {texts.clear}
        </button>
      </div>
      <p class="quiet">{texts.drawHint}</p>
    </>
  );
}
