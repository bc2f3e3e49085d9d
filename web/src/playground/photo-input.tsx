// A photo from a file, dropped or pasted: the server reads it as `googlenet predict` does.
import { signal, useSignal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import type { ImageForm } from '../../../src/images/image-form.ts';
import type { Inversion } from '../../../src/images/picture.ts';
import type { Failure } from '../../../src/studio/protocol.ts';
import { textsOf } from '../language/language.ts';
import { Camera } from './camera.tsx';
import { FailureMessage } from './failure-message.tsx';
import type { ByteImage } from './network-input.ts';
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
  /** What was read of it, and for which run. */
  #read: { readonly run: string; readonly image: ByteImage } | undefined;
  #asked: Inversion = 'auto';
  #reading = new AbortController();

  async take(file: File, play: Playground): Promise<void> {
    this.#file = file;
    this.#read = undefined;
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

  /** What was taken before, if anything was; read anew for a run of another form. */
  async show(play: Playground): Promise<void> {
    if (this.#read !== undefined && this.#read.run === play.run.value) this.#look(this.#read.image, play);
    else await this.read(play);
  }

  async read(play: Playground): Promise<void> {
    const model = play.model.value;
    // As soon as the model is there, the page asks again.
    if (this.#file === undefined || model.kind !== 'ready') return;
    const { run, facts } = model;
    const { channels, rows, columns } = facts.input.form;
    this.#reading.abort();
    this.#reading = new AbortController();
    const { signal: ended } = this.#reading;
    this.isReading.value = true;
    try {
      const { pixels, inverted } = await readPictureOnServer(run, this.#file, this.#asked, ended);
      this.isInverted.value = inverted;
      this.wasGuessed.value = this.#asked === 'auto' && inverted;
      this.failure.value = null;
      const image = { channels, rows, columns, pixels };
      this.#read = { run, image };
      this.#look(image, play);
    } catch (error) {
      if (ended.aborted) return;
      this.failure.value = failureOf(error) ?? null;
      // What is there is the answer to another picture.
      play.look(null);
    }
    this.isReading.value = false;
  }

  #look(image: ByteImage, play: Playground): void {
    play.look({ ...image, source: 'photo', name: this.name.value ?? '' });
  }
}

export const photo = new Photo();

interface PhotoInputProps {
  readonly play: Playground;
  /** Undefined until the model is there. */
  readonly form: ImageForm | undefined;
}

export function PhotoInput({ play, form }: PhotoInputProps) {
  const texts = textsOf(sourceTexts);
  const id = useId();
  const isOver = useSignal(false);
  const hasGround = form?.ground === 'black';
  useEffect(() => {
    void photo.show(play);
  }, [play, form]);
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
          accept="image/*"
          data-testid="photo"
          onChange={({ currentTarget }) => {
            take(currentTarget.files);
            // The same file may be chosen again.
            currentTarget.value = '';
          }}
        />
        <Camera onPicture={(file) => void photo.take(file, play)} />
        <p class="quiet">{hasGround ? texts.formatsOnGround : texts.formats}</p>
      </div>
      {(hasGround || form?.channels === 1) && (
        <label class="invert-switch">
          <input
            type="checkbox"
            checked={photo.isInverted.value}
            data-testid="invert"
            onChange={({ currentTarget }) => void photo.invert(currentTarget.checked, play)}
          />
          <span>
            {texts.invert} {hasGround && <span class="quiet">{texts.invertHint}</span>}
          </span>
        </label>
      )}
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
