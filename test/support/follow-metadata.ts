// Somebody else's program: it knows an exported model's metadata and nothing of this library, and prepares pictures as they
// say. It is the one that the examples are made of.
import sharp from 'sharp';
import { preparePicture } from '../../examples/web/prepare-picture.mjs';

/** @returns [channels, rows, columns] of the network's input */
export async function followMetadata(
  metadata: Readonly<Record<string, string>>,
  picture: Uint8Array,
): Promise<Float32Array> {
  const { data, info } = await sharp(picture).autoOrient().ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return preparePicture(metadata, { data, width: info.width, height: info.height });
}
