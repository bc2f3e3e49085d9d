// A photo from a file, dropped or pasted: the server reads it as `googlenet predict` does.
import { signal, useSignal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import type { Inversion } from '../../../src/images/picture.ts';
import type { Failure } from '../../../src/studio/protocol.ts';
import { textsOf } from '../language/language.ts';
import { FailureMessage } from './failure-message.tsx';
import type { Playground } from './playground.ts';
import { failureOf, readPictureOnServer } from './requests.ts';
import { sourceTexts } from './source-texts.ts';

/** The photo that was given last. */
class Photo {
  readonly name = signal<string | null>(null);
  readonly isInverted = signal(false);
  /** Whether that was decided by its ground, and not by the person. */
  readonly wasGuessed = signal(false);
  readonly isReading = signal(false);
  readonly failure = signal<Failure | null>(null);
  #file: File | undefined;
  #pixels: Uint8Array | undefined;
  #asked: Inversion = 'auto';
  #reading = new AbortController();

  async take(file: File, play: Playground): Promise<void> {
    this.#file = file;
    this.name.value = file.name;
    this.isInverted.value = false;
    this.wasGuessed.value = false;
    this.#asked = 'auto';
    await this.read(play);
  }

  async invert(isInverted: boolean, play: Playground): Promise<void> {
    this.isInverted.value = isInverted;
    this.wasGuessed.value = false;
    this.#asked = isInverted ? 'yes' : 'no';
    await this.read(play);
  }

  /** What was read before, if anything was. */
  show(play: Playground): void {
    if (this.#pixels !== undefined) this.#look(this.#pixels, play);
  }

  async read(play: Playground): Promise<void> {
    if (this.#file === undefined) return;
    this.#reading.abort();
    this.#reading = new AbortController();
    const { signal: ended } = this.#reading;
    this.isReading.value = true;
    try {
      const { pixels, inverted } = await readPictureOnServer(this.#file, this.#asked, ended);
      this.isInverted.value = inverted;
      this.wasGuessed.value = this.#asked === 'auto' && inverted;
      this.failure.value = null;
      this.#pixels = pixels;
      this.#look(pixels, play);
    } catch (error) {
      if (ended.aborted) return;
      this.failure.value = failureOf(error) ?? null;
    }
    this.isReading.value = false;
  }

  #look(pixels: Uint8Array, play: Playground): void {
    play.look({ pixels, source: 'photo', name: this.name.value ?? '' });
  }
}

export const photo = new Photo();

export function PhotoInput({ play }: { readonly play: Playground }) {
  const texts = textsOf(sourceTexts);
  const id = useId();
  const isOver = useSignal(false);
  useEffect(() => photo.show(play), [play]);
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file !== undefined) void photo.take(file, play);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what is dropped here can be chosen with the button as well */}
      <div
        class={isOver.value ? 'drop-zone is-over' : 'drop-zone'}
        onDragOver={(event) => {
          event.preventDefault();
          isOver.value = true;
        }}
        onDragLeave={() => {
          isOver.value = false;
        }}
        onDrop={(event) => {
          event.preventDefault();
          isOver.value = false;
          take(event.dataTransfer?.files);
        }}
      >
        <p>{texts.drop}</p>
        <label class="file-button" for={id}>
          {texts.choose}
        </label>
        <input
          id={id}
          class="visually-hidden"
          type="file"
          accept="image/png,image/jpeg,image/webp"
          data-testid="photo"
          onChange={({ currentTarget }) => {
            take(currentTarget.files);
            // The same file may be chosen again.
            currentTarget.value = '';
          }}
        />
        <p class="quiet">{texts.formats}</p>
      </div>
      <label class="invert-switch">
        <input
          type="checkbox"
          checked={photo.isInverted.value}
          data-testid="invert"
          onChange={({ currentTarget }) => void photo.invert(currentTarget.checked, play)}
        />
        <span>
          {texts.invert} <span class="quiet">{texts.invertHint}</span>
        </span>
      </label>
      <p class="quiet" role="status">
        {photo.isReading.value ? texts.reading : (photo.name.value ?? '')}
        {photo.wasGuessed.value && !photo.isReading.value && <> · {texts.inverted}</>}
      </p>
      {photo.failure.value !== null && (
        <FailureMessage failure={photo.failure.value} onRetry={() => void photo.read(play)} />
      )}
    </>
  );
}
