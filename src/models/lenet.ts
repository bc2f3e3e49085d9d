// LeNet-5 for 28×28 images, as "Dive into Deep Learning" builds it: small enough for tests and first steps.
// see: LeCun et al., "Gradient-based learning applied to document recognition", 1998
import * as nn from '../nn/index.ts';

/** What `LeNet` takes. */
export interface LeNetOptions {
  /** Default 10. */
  readonly numClasses?: number;
  /** 1 for grey images (default), 3 for colour. */
  readonly inChannels?: number;
  /** Rows and columns of the images, which the first linear layer depends on. Default 28. */
  readonly imageSize?: nn.functional.Size;
}

/** Images [N, inChannels, H, W] → logits [N, numClasses]; 61,706 parameters for 28×28, 1 channel and 10 classes. */
export class LeNet extends nn.Module {
  readonly model: nn.Sequential;

  constructor({ numClasses = 10, inChannels = 1, imageSize = 28 }: LeNetOptions = {}) {
    super();
    const [rows, columns] = nn.functional.pair('LeNet: imageSize', imageSize).map(afterPools);
    this.model = new nn.Sequential(
      new nn.Conv2d(inChannels, 6, 5, { padding: 2 }),
      new nn.Sigmoid(),
      new nn.AvgPool2d(2),
      new nn.Conv2d(6, 16, 5),
      new nn.Sigmoid(),
      new nn.AvgPool2d(2),
      new nn.Flatten(),
      new nn.Linear(16 * rows * columns, 120),
      new nn.Sigmoid(),
      new nn.Linear(120, 84),
      new nn.Sigmoid(),
      new nn.Linear(84, numClasses),
    );
    for (const module of this.modules()) {
      if (module instanceof nn.Conv2d || module instanceof nn.Linear) nn.init.xavierUniform(module.weight);
    }
  }

  forward(x: nn.Tensor): nn.Tensor {
    return this.model.call(x);
  }
}

/** What two pools leave of a side; 1 where it is too short for them, which its first layer that does not fit will say. */
function afterPools(side: number): number {
  return Math.max(Math.floor((Math.floor(side / 2) - 4) / 2), 1);
}
