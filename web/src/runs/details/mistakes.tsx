// The wrong answers that the network was surest of, as pictures that lead to the playground.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ShownEvaluation } from '../../../../src/studio/protocol.ts';
import { textsOf } from '../../language/language.ts';
import { printPercent } from '../../language/numbers.ts';
import { ImageCanvas } from '../../playground/image-canvas.tsx';
import { failureOf, fetchDataset, fetchImages, type LabelledImage } from '../../playground/requests.ts';
import { playgroundAddress } from '../addresses.ts';
import { detailsTexts } from './details-texts.ts';

interface MistakesProps {
  readonly run: string;
  readonly report: ShownEvaluation;
}

export function Mistakes({ run, report }: MistakesProps) {
  const texts = textsOf(detailsTexts);
  const { mistakes, classNames } = report;
  const images = useSignal<readonly LabelledImage[]>([]);
  const fault = useSignal<string | null>(null);
  const wanted = JSON.stringify(mistakes.map(({ index }) => index));

  useEffect(() => {
    const abort = new AbortController();
    askForImages(run, JSON.parse(wanted), abort.signal).then(
      (had) => {
        images.value = had;
        fault.value = null;
      },
      (error: unknown) => {
        if (!abort.signal.aborted) fault.value = failureOf(error)?.message ?? null;
      },
    );
    return () => abort.abort();
  }, [run, wanted, images, fault]);

  return (
    <section>
      <h2>{texts.mistakes}</h2>
      <p class="quiet">{mistakes.length === 0 ? texts.noMistakes : texts.mistakesMeaning}</p>
      {fault.value !== null && <p class="quiet">{texts.noPictures(fault.value)}</p>}
      <ul class="mistakes">
        {mistakes.map(({ index, label, predicted, probability }, place) => {
          const caption = texts.mistake(classNames[label], classNames[predicted], printPercent(probability, 1));
          return (
            <li key={index}>
              <a href={playgroundAddress(run, index)} aria-label={texts.tryMistake(caption)} class="card">
                <ImageCanvas image={images.value[place]} />
                <span>{caption}</span>
              </a>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

async function askForImages(
  run: string,
  indices: readonly number[],
  signal: AbortSignal,
): Promise<readonly LabelledImage[]> {
  if (indices.length === 0) return [];
  return fetchImages(run, indices, await fetchDataset(run, signal), signal);
}
