// Three ways to give the network an image: one of the test set, a photo, a drawing.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { textsOf } from '../language/language.ts';
import { printPercent } from '../language/numbers.ts';
import { DrawingBoard } from './drawing-board.tsx';
import { PhotoInput, photo } from './photo-input.tsx';
import { formOf, type Picture, type Playground } from './playground.ts';
import { changeAddress, readAddress } from './playground-address.ts';
import { playgroundTexts } from './playground-texts.ts';
import { bestClass } from './rank-classes.ts';
import { TestImages } from './test-images.tsx';
import './picture-source.css';

const sources = ['test', 'photo', 'drawing'] as const satisfies readonly Picture['source'][];
type Source = (typeof sources)[number];

/** Stays while another view is shown. */
const open = signal<Source>('test');

interface PictureSourceProps {
  readonly play: Playground;
  readonly run: string;
  /** Index of the test image that the address names. */
  readonly image: number | null;
}

/** On a phone, where the whole answer is below what one draws or chooses. */
function BriefAnswer({ play }: { readonly play: Playground }) {
  const best = bestClass(play.model.value, play.answer.value);
  return (
    <p class="brief-answer" aria-hidden="true">
      {best === undefined ? '\u00a0' : `${best.name} · ${printPercent(best.probability, 1)}`}
    </p>
  );
}

export function PictureSource({ play, run, image }: PictureSourceProps) {
  const texts = textsOf(playgroundTexts);
  const form = formOf(play.model.value);
  // Drawings are white on black.
  const canDraw = form === undefined || (form.channels === 1 && form.ground === 'black');
  const shown = open.value === 'drawing' && !canDraw ? 'test' : open.value;
  const choose = (source: Source) => {
    open.value = source;
    if (source !== 'test') changeAddress({ image: null });
  };
  useEffect(() => {
    // Unless another way was chosen since: then the address names no image any more.
    if (image !== null && readAddress(new URL(location.href)).image !== null) open.value = 'test';
  }, [image]);
  useEffect(() => {
    const onPaste = ({ clipboardData }: ClipboardEvent) => {
      const file = [...(clipboardData?.files ?? [])].find(({ type }) => type.startsWith('image/'));
      if (file === undefined) return;
      choose('photo');
      void photo.take(file, play);
    };
    addEventListener('paste', onPaste);
    return () => removeEventListener('paste', onPaste);
  });
  return (
    <section class="card try-panel source" aria-label={texts.image}>
      <div class="source-tabs">
        {sources
          .filter((source) => source !== 'drawing' || canDraw)
          .map((source) => (
            <button
              key={source}
              type="button"
              aria-pressed={shown === source}
              data-testid={`source-${source}`}
              onClick={() => choose(source)}
            >
              {texts.sources[source]}
            </button>
          ))}
      </div>
      <BriefAnswer play={play} />
      {shown === 'test' && <TestImages play={play} run={run} image={image} form={form} />}
      {shown === 'photo' && <PhotoInput play={play} form={form} />}
      {shown === 'drawing' && <DrawingBoard play={play} form={form} />}
    </section>
  );
}
