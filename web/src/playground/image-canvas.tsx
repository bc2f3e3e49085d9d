// An image of bytes as a picture: of the test set, a mistake, what the network sees.
import type { ByteImage } from './network-input.ts';
import { PixelCanvas } from './pixel-canvas.tsx';
import { imagePixels, type Rgba } from './pixels.ts';

interface ImageCanvasProps {
  /** Undefined: not there yet. */
  readonly image: ByteImage | undefined;
  readonly class?: string;
  readonly label?: string;
}

export function ImageCanvas({ image, ...rest }: ImageCanvasProps) {
  const pixels = image === undefined ? undefined : pixelsOf(image);
  return <PixelCanvas width={image?.columns ?? 1} height={image?.rows ?? 1} pixels={pixels} {...rest} />;
}

const known = new WeakMap<ByteImage, Rgba>();

/** The same each time, so that the canvas is not painted again. */
function pixelsOf(image: ByteImage): Rgba {
  const pixels = known.get(image) ?? imagePixels(image);
  known.set(image, pixels);
  return pixels;
}
