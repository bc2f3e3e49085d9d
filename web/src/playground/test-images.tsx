// A grid of test images to choose from.
import { useEffect } from 'preact/hooks';
import type { ImageForm } from '../../../src/images/image-form.ts';
import { textsOf } from '../language/language.ts';
import { classNameOf } from './class-names.ts';
import { examplePicture } from './example-picture.ts';
import { FailureMessage } from './failure-message.tsx';
import { ImageCanvas } from './image-canvas.tsx';
import type { Playground } from './playground.ts';
import { changeAddress } from './playground-address.ts';
import { sourceTexts } from './source-texts.ts';
import { testImagesOf } from './test-image-list.ts';

interface TestImagesProps {
  readonly play: Playground;
  readonly run: string;
  readonly image: number | null;
  /** Undefined until the model is there. */
  readonly form: ImageForm | undefined;
}

export function TestImages({ play, run, image, form }: TestImagesProps) {
  const texts = textsOf(sourceTexts);
  const testImages = testImagesOf(run);
  const { facts, failure, isLoading, wanted, visible, hasMore } = testImages;
  const classNames = facts.value?.classNames ?? [];
  const nameOf = (label: number) => classNameOf(classNames[label] ?? String(label));
  useEffect(() => {
    void testImages.begin();
  }, [testImages]);
  const count = facts.value?.count;
  const isWaiting = play.picture.value === null || play.picture.value.source === 'example';
  useEffect(() => {
    // Something to look at from the start; another run may also have fewer images.
    if (count === undefined || count === 0) return;
    if (image === null ? isWaiting : image >= count) changeAddress({ image: 0 });
  }, [image, count, isWaiting]);
  // While they are loaded too, which may be a download; an image that was asked for is waited for.
  const isWithout = count === undefined && (failure.value !== null || image === null);
  useEffect(() => {
    if (!isWithout || !isWaiting || form === undefined) return;
    play.look({ ...examplePicture(form), source: 'example', name: textsOf(sourceTexts).example });
  }, [play, form, isWithout]);
  useEffect(() => {
    if (image === null || facts.value === null || image >= facts.value.count) return undefined;
    let isWanted = true;
    void testImages.find(image).then((found) => {
      if (!isWanted) return;
      // The reason is shown then; the old answer belongs to another picture.
      if (found === undefined) return play.look(null);
      const name = textsOf(sourceTexts).testImage(image, nameOf(found.label));
      play.look({ ...found, source: 'test', name });
    });
    return () => {
      isWanted = false;
    };
  }, [play, testImages, image, facts.value]);
  const takeRandom = async () => {
    const found = await testImages.random();
    if (found !== undefined) changeAddress({ image: found.index });
  };
  return (
    <>
      <div class="source-tools">
        <select
          aria-label={texts.classFilter}
          value={wanted.value === null ? '' : String(wanted.value)}
          onChange={({ currentTarget: { value } }) => void testImages.want(value === '' ? null : Number(value))}
        >
          <option value="">{texts.allClasses}</option>
          {classNames.map((name, label) => (
            <option key={label} value={label}>
              {classNameOf(name)}
            </option>
          ))}
        </select>
        <button type="button" onClick={() => void takeRandom()} disabled={facts.value === null}>
          {texts.random}
        </button>
      </div>
      {failure.value !== null && <FailureMessage failure={failure.value} onRetry={() => void testImages.begin()} />}
      {play.picture.value?.source === 'example' && <p class="quiet">{texts.exampleHint}</p>}
      <ul class="image-grid">
        {visible.value.map((one) => (
          <li key={one.index}>
            <button
              type="button"
              aria-pressed={one.index === image}
              aria-label={texts.testImage(one.index, nameOf(one.label))}
              title={texts.testImage(one.index, nameOf(one.label))}
              onClick={() => changeAddress({ image: one.index })}
            >
              <ImageCanvas image={one} />
            </button>
          </li>
        ))}
      </ul>
      {isLoading.value && <p class="quiet">{texts.loading}</p>}
      {!isLoading.value && facts.value !== null && visible.value.length === 0 && <p class="quiet">{texts.noneFound}</p>}
      {hasMore.value && !isLoading.value && (
        <button type="button" onClick={() => void testImages.more()}>
          {texts.more}
        </button>
      )}
    </>
  );
}
