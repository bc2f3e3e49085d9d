// The wrong answers that the network was surest of, as pictures that lead to the playground.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ClassificationReport } from '../../../../src/evaluation/classification-report.ts';
import { request } from '../../connection/request.ts';
import { textsOf } from '../../language/language.ts';
import { printPercent } from '../../language/numbers.ts';
import { playgroundAddress } from '../addresses.ts';
import { detailsTexts } from './details-texts.ts';
import { type GreyImage, readImages, toRgba } from './image-pixels.ts';

interface MistakesProps {
  readonly run: string;
  readonly report: ClassificationReport;
}

export function Mistakes({ run, report }: MistakesProps) {
  const texts = textsOf(detailsTexts);
  const { mistakes, classNames } = report;
  const images = useSignal<readonly GreyImage[] | 'none' | null>(null);
  const query = String(new URLSearchParams(mistakes.map(({ index }) => ['index', String(index)])));

  useEffect(() => {
    if (query === '') return undefined;
    const abort = new AbortController();
    askForImages(query, mistakes.length, abort.signal).then(
      (had) => {
        images.value = had;
      },
      () => {
        if (!abort.signal.aborted) images.value = 'none';
      },
    );
    return () => abort.abort();
  }, [query, mistakes.length, images]);

  const had = images.value;
  return (
    <section>
      <h2>{texts.mistakes}</h2>
      <p class="quiet">{mistakes.length === 0 ? texts.noMistakes : texts.mistakesMeaning}</p>
      {had === 'none' && <p class="quiet">{texts.noPictures}</p>}
      <ul class="mistakes">
        {mistakes.map(({ index, label, predicted, probability }, place) => {
          const caption = texts.mistake(classNames[label], classNames[predicted], printPercent(probability, 1));
          return (
            <li key={index}>
              <a href={playgroundAddress(run, index)} aria-label={texts.tryMistake(caption)} class="card">
                <Picture image={had === null || had === 'none' ? undefined : had[place]} />
                <span>{caption}</span>
              </a>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Picture({ image }: { readonly image: GreyImage | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (image === undefined) return;
    canvas.current?.getContext('2d')?.putImageData(new ImageData(toRgba(image), image.side, image.side), 0, 0);
  }, [image]);
  return <canvas ref={canvas} width={image?.side ?? 28} height={image?.side ?? 28} />;
}

async function askForImages(query: string, count: number, signal: AbortSignal): Promise<readonly GreyImage[]> {
  const answer = await request(`/api/images?${query}`, { signal });
  return readImages(new Uint8Array(await answer.arrayBuffer()), count);
}
