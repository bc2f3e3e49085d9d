// AlexNet for images of one size, as "Dive into Deep Learning" builds it: large windows first, three linear layers last.
// see: Krizhevsky et al., "ImageNet classification with deep convolutional neural networks", 2012
import * as nn from '../nn/index.ts';

/** What `AlexNet` takes. */
export interface AlexNetOptions {
  /** Default 10. */
  readonly numClasses?: number;
  /** 1 for grey images (default), 3 for colour. */
  readonly inChannels?: number;
  /** Rows and columns of the images, which the first linear layer depends on. Default 224; at least 65. */
  readonly imageSize?: nn.functional.Size;
}

/** Images [N, inChannels, H, W] → logits [N, numClasses]; 46,764,746 parameters for 224×224, 1 channel and 10 classes. */
export class AlexNet extends nn.Module {
  readonly model: nn.Sequential;

  constructor({ numClasses = 10, inChannels = 1, imageSize = 224 }: AlexNetOptions = {}) {
    super();
    const [rows, columns] = nn.functional.pair('AlexNet: imageSize', imageSize).map(afterPools);
    this.model = new nn.Sequential(
      new nn.Conv2d(inChannels, 96, 11, { stride: 4, padding: 1 }),
      new nn.ReLU(),
      new nn.MaxPool2d(3, { stride: 2 }),
      new nn.Conv2d(96, 256, 5, { padding: 2 }),
      new nn.ReLU(),
      new nn.MaxPool2d(3, { stride: 2 }),
      new nn.Conv2d(256, 384, 3, { padding: 1 }),
      new nn.ReLU(),
      new nn.Conv2d(384, 384, 3, { padding: 1 }),
      new nn.ReLU(),
      new nn.Conv2d(384, 256, 3, { padding: 1 }),
      new nn.ReLU(),
      new nn.MaxPool2d(3, { stride: 2 }),
      new nn.Flatten(),
      new nn.Linear(256 * rows * columns, 4096),
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

/** What the first convolution and three pools leave of a side; 1 where it is too short for them, as the pools will say. */
function afterPools(side: number): number {
  const pooled = (length: number) => Math.floor((length - 3) / 2) + 1;
  return Math.max(pooled(pooled(pooled(Math.floor((side - 9) / 4) + 1))), 1);
}
