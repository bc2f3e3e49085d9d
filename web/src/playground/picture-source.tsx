// Three ways to give the network an image: one of the test set, a photo, a drawing.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { textsOf } from '../language/language.ts';
import { DrawingBoard } from './drawing-board.tsx';
import { PhotoInput, photo } from './photo-input.tsx';
import type { Picture, Playground } from './playground.ts';
import { changeAddress } from './playground-address.ts';
import { playgroundTexts } from './playground-texts.ts';
import { TestImages } from './test-images.tsx';
import './picture-source.css';

const sources = ['test', 'photo', 'drawing'] as const satisfies readonly Picture['source'][];

/** Stays while another view is shown. */
const open = signal<Picture['source']>('test');

interface PictureSourceProps {
  readonly play: Playground;
  /** Of the test set, as the address says. */
  readonly image: number | null;
}

export function PictureSource({ play, image }: PictureSourceProps) {
  const texts = textsOf(playgroundTexts);
  const choose = (source: Picture['source']) => {
    open.value = source;
    if (source !== 'test') changeAddress({ image: null });
  };
  useEffect(() => {
    if (image !== null) open.value = 'test';
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
        {sources.map((source) => (
          <button
            key={source}
            type="button"
            aria-pressed={open.value === source}
            data-testid={`source-${source}`}
            onClick={() => choose(source)}
          >
            {texts.sources[source]}
          </button>
        ))}
      </div>
      {open.value === 'test' && <TestImages play={play} image={image} />}
      {open.value === 'photo' && <PhotoInput play={play} />}
      {open.value === 'drawing' && <DrawingBoard play={play} />}
    </section>
  );
}
