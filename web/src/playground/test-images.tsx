// A grid of test images to choose from.
import { useEffect } from 'preact/hooks';
import { textsOf } from '../language/language.ts';
import { classNameOf } from './class-names.ts';
import { FailureMessage } from './failure-message.tsx';
import { PixelCanvas } from './pixel-canvas.tsx';
import { greyPixels, type Rgba } from './pixels.ts';
import type { Playground } from './playground.ts';
import { changeAddress } from './playground-address.ts';
import type { LabelledImage } from './requests.ts';
import { sourceTexts } from './source-texts.ts';
import { testImages } from './test-image-list.ts';

interface TestImagesProps {
  readonly play: Playground;
  readonly image: number | null;
}

export function TestImages({ play, image }: TestImagesProps) {
  const texts = textsOf(sourceTexts);
  const { facts, failure, isLoading, wanted } = testImages;
  const classNames = facts.value?.classNames ?? [];
  const nameOf = (label: number) => classNameOf(classNames[label] ?? String(label));
  useEffect(() => {
    void testImages.begin();
  }, []);
  useEffect(() => {
    if (image === null || facts.value === null) return undefined;
    let isWanted = true;
    void testImages.find(image).then((found) => {
      if (!isWanted || found === undefined) return;
      const name = textsOf(sourceTexts).testImage(image, nameOf(found.label));
      play.look({ pixels: found.pixels, source: 'test', label: found.label, name });
    });
    return () => {
      isWanted = false;
    };
  }, [play, image, facts.value]);
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
            <option key={name} value={label}>
              {classNameOf(name)}
            </option>
          ))}
        </select>
        <button type="button" onClick={() => void takeRandom()} disabled={facts.value === null}>
          {texts.random}
        </button>
      </div>
      {failure.value !== null && <FailureMessage failure={failure.value} onRetry={() => void testImages.begin()} />}
      <ul class="image-grid">
        {testImages.visible.map((one) => (
          <li key={one.index}>
            <button
              type="button"
              aria-pressed={one.index === image}
              aria-label={texts.testImage(one.index, nameOf(one.label))}
              title={texts.testImage(one.index, nameOf(one.label))}
              onClick={() => changeAddress({ image: one.index })}
            >
              <PixelCanvas width={28} height={28} pixels={pixelsOf(one)} />
            </button>
          </li>
        ))}
      </ul>
      {isLoading.value && <p class="quiet">{texts.loading}</p>}
      {!isLoading.value && facts.value !== null && testImages.visible.length === 0 && (
        <p class="quiet">{texts.noneFound}</p>
      )}
      {testImages.hasMore && !isLoading.value && (
        <button type="button" onClick={() => void testImages.more()}>
          {texts.more}
        </button>
      )}
    </>
  );
}

const known = new WeakMap<LabelledImage, Rgba>();

/** The same each time, so that the canvas is not painted again. */
function pixelsOf(image: LabelledImage): Rgba {
  const pixels = known.get(image) ?? greyPixels(image.pixels);
  known.set(image, pixels);
  return pixels;
}
