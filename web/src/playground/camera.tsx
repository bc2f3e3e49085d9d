// Takes a picture with the machine's camera: what it sees is shown live until one is taken.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { textsOf } from '../language/language.ts';
import { sourceTexts } from './source-texts.ts';

interface CameraProps {
  readonly onPicture: (file: File) => void;
}

/** Browsers hand it to pages of this machine or over https alone. */
const isThere = () => navigator.mediaDevices?.getUserMedia !== undefined;

export function Camera({ onPicture }: CameraProps) {
  const texts = textsOf(sourceTexts);
  const isOpen = useSignal(false);
  const fault = useSignal<string | null>(null);
  if (!isThere()) return <p class="quiet">{texts.cameraNotHere}</p>;
  if (isOpen.value) {
    const close = () => {
      isOpen.value = false;
    };
    return (
      <LiveCamera
        onPicture={(file) => {
          close();
          onPicture(file);
        }}
        onClose={close}
        onFault={(reason) => {
          close();
          fault.value = reason;
        }}
      />
    );
  }
  return (
    <>
      <button
        type="button"
        data-testid="camera"
        onClick={() => {
          fault.value = null;
          isOpen.value = true;
        }}
      >
        {texts.camera}
      </button>
      {fault.value !== null && (
        <p class="failure-message" role="alert">
          {fault.value}
        </p>
      )}
    </>
  );
}

interface LiveCameraProps extends CameraProps {
  readonly onClose: () => void;
  /** @param reason for people */
  readonly onFault: (reason: string) => void;
}

function LiveCamera({ onPicture, onClose, onFault }: LiveCameraProps) {
  const texts = textsOf(sourceTexts);
  const video = useRef<HTMLVideoElement>(null);
  const isLive = useSignal(false);
  useEffect(() => {
    let stream: MediaStream | undefined;
    let isWanted = true;
    const end = () => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    // On a phone the one that looks away from the person.
    navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }).then(
      (opened) => {
        stream = opened;
        if (!isWanted || video.current === null) return end();
        for (const track of opened.getVideoTracks()) {
          track.addEventListener('ended', () => isWanted && onFault(textsOf(sourceTexts).cameraStopped));
        }
        video.current.srcObject = opened;
      },
      (error: Error) => {
        if (isWanted) onFault(textsOf(sourceTexts).noCamera(error.name));
      },
    );
    return () => {
      isWanted = false;
      end();
    };
  }, []);
  const take = () => {
    const { current } = video;
    if (current === null) return;
    const canvas = document.createElement('canvas');
    canvas.width = current.videoWidth;
    canvas.height = current.videoHeight;
    canvas.getContext('2d')?.drawImage(current, 0, 0);
    canvas.toBlob((blob) => {
      if (blob !== null) onPicture(new File([blob], texts.cameraPicture, { type: blob.type }));
    });
  };
  return (
    <div class="camera">
      <video
        ref={video}
        autoPlay
        playsInline
        muted
        aria-label={texts.camera}
        onLoadedData={() => {
          isLive.value = true;
        }}
      />
      <button type="button" disabled={!isLive.value} onClick={take} data-testid="take-picture">
        {texts.takePicture}
      </button>
      <button type="button" onClick={onClose}>
        {texts.closeCamera}
      </button>
    </div>
  );
}
