// What torchvision's published classifiers take: the shorter side resized to 256, the middle of 224×224, and the mean and
// deviation of ImageNet.
// see: torchvision, transforms/_presets.py (ImageClassification) and models/googlenet.py (_transform_input)
import type { Channels, NetworkInput } from './image-form.ts';
import type { Normalization } from './prepare-images.ts';
import { largestSide } from './resize.ts';

/** ImageNet's mean and standard deviation; for grey images, their means over the channels. */
export const imagenetNormalization: Readonly<Record<Channels, Normalization>> = {
  1: { mean: [0.449], std: [0.226] },
  3: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
};

/** What `transform_input` makes of a channel that was normalised by these. */
const transformed = { mean: 0.5, std: 0.5 };

/**
 * @param transformInput of a network that begins with x · (std / 0.5) + (mean − 0.5) / 0.5, as torchvision's GoogLeNet does
 * with its published weights. On (p − mean) / std that is (p − 0.5) / 0.5: another normalisation.
 */
export function torchvisionInput({ transformInput }: { readonly transformInput: boolean }): NetworkInput {
  const { mean, std } = imagenetNormalization[3];
  return {
    shape: [3, 224, 224],
    form: {
      channels: 3,
      rows: 224,
      columns: 224,
      fit: 'crop',
      shorterSide: 256,
      // Reduced while it is decoded, a picture would not be torchvision's to the pixel.
      reduceTo: largestSide,
      ground: 'none',
      trim: false,
      background: [255, 255, 255],
    },
    mean: transformInput ? mean.map(() => transformed.mean) : mean,
    std: transformInput ? std.map(() => transformed.std) : std,
  };
}
