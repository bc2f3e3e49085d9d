// VGG-11 for images of one size, as "Dive into Deep Learning" builds it: blocks of 3×3 convolutions, each of which halves the
// image. see: Simonyan and Zisserman, "Very deep convolutional networks for large-scale image recognition", 2014
import * as nn from '../nn/index.ts';

/** What `VGG11` takes. */
export interface VGGOptions {
  /** Default 10. */
  readonly numClasses?: number;
  /** 1 for grey images (default), 3 for colour. */
  readonly inChannels?: number;
  /** Rows and columns of the images, which the first linear layer depends on. Default 224; at least 32. */
  readonly imageSize?: nn.functional.Size;
  /** Multiplies the filters of all convolutions: a multiple of 1/64. Default 1; "Dive into Deep Learning" trains 0.25. */
  readonly width?: number;
}

/** Convolutions, and filters of each. */
const blocks = [
  [1, 64],
  [1, 128],
  [2, 256],
  [2, 512],
  [2, 512],
] as const;

/** Images [N, inChannels, H, W] → logits [N, numClasses]; 128,806,154 parameters for 224×224, 1 channel and 10 classes. */
export class VGG extends nn.Module {
  readonly model: nn.Sequential;

  constructor({ numClasses = 10, inChannels = 1, imageSize = 224, width = 1 }: VGGOptions = {}) {
    super();
    // 1 where a side is too short for five pools, as the pools will say.
    const [rows, columns] = nn.functional
      .pair('VGG: imageSize', imageSize)
      .map((side) => Math.max(Math.floor(side / 2 ** blocks.length), 1));
    const factor = nn.options.factor('VGG: width', width);
    let channels = inChannels;
    const convolutions = blocks.map(([count, filters]) => {
      const block = vggBlock(count, channels, filters * factor);
      channels = filters * factor;
      return block;
    });
    this.model = new nn.Sequential(
      ...convolutions,
      new nn.Flatten(),
      new nn.Linear(channels * rows * columns, 4096),
      new nn.ReLU(),
      new nn.Dropout(0.5),
      new nn.Linear(4096, 4096),
      new nn.ReLU(),
      new nn.Dropout(0.5),
      new nn.Linear(4096, numClasses),
    );
    for (const module of this.modules()) {
      if (module instanceof nn.Conv2d || module instanceof nn.Linear) nn.init.xavierUniform(module.weight);
    }
  }

  forward(x: nn.Tensor): nn.Tensor {
    return this.model.call(x);
  }
}

function vggBlock(convolutions: number, inChannels: number, outChannels: number): nn.Sequential {
  const layers = Array.from({ length: convolutions }, (_, index) => [
    new nn.Conv2d(index === 0 ? inChannels : outChannels, outChannels, 3, { padding: 1 }),
    new nn.ReLU(),
  ]);
  return new nn.Sequential(...layers.flat(), new nn.MaxPool2d(2, { stride: 2 }));
}
