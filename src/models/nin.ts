// Network in Network, as "Dive into Deep Learning" builds it: 1×1 convolutions in the place of linear layers, and the mean of
// a feature map for each class. see: Lin et al., "Network in network", 2013
import * as nn from '../nn/index.ts';

/** What `NiN` takes. */
export interface NiNOptions {
  /** Default 10. */
  readonly numClasses?: number;
  /** 1 for grey images (default), 3 for colour. */
  readonly inChannels?: number;
}

/** Images [N, inChannels, 224, 224] → logits [N, numClasses]; 1,992,166 parameters for 1 channel and 10 classes. */
export class NiN extends nn.Module {
  readonly model: nn.Sequential;

  constructor({ numClasses = 10, inChannels = 1 }: NiNOptions = {}) {
    super();
    this.model = new nn.Sequential(
      ninBlock(inChannels, 96, 11, { stride: 4 }),
      new nn.MaxPool2d(3, { stride: 2 }),
      ninBlock(96, 256, 5, { padding: 2 }),
      new nn.MaxPool2d(3, { stride: 2 }),
      ninBlock(256, 384, 3, { padding: 1 }),
      new nn.MaxPool2d(3, { stride: 2 }),
      new nn.Dropout(0.5),
      ninBlock(384, numClasses, 3, { padding: 1 }),
      new nn.AdaptiveAvgPool2d(1),
      new nn.Flatten(),
    );
    for (const module of this.modules()) {
      if (module instanceof nn.Conv2d) nn.init.xavierUniform(module.weight);
    }
  }

  forward(x: nn.Tensor): nn.Tensor {
    return this.model.call(x);
  }
}

function ninBlock(inChannels: number, outChannels: number, kernel: number, window: nn.Conv2dOptions): nn.Sequential {
  return new nn.Sequential(
    new nn.Conv2d(inChannels, outChannels, kernel, window),
    new nn.ReLU(),
    new nn.Conv2d(outChannels, outChannels, 1),
    new nn.ReLU(),
    new nn.Conv2d(outChannels, outChannels, 1),
    new nn.ReLU(),
  );
}
