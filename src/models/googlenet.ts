// GoogLeNet as the tutorial (after "Dive into Deep Learning") builds it: nine Inception blocks, no auxiliary heads,
// no local response normalisation, no dropout. see: Szegedy et al., "Going deeper with convolutions", 2014
import * as nn from '../nn/index.ts';

/**
 * Four parallel paths over one image, joined on the channel axis. Every convolution is followed by a ReLU.
 *   channel1  1×1 → c1
 *   channel2  1×1 → c2[0], 3×3 → c2[1]
 *   channel3  1×1 → c3[0], 5×5 → c3[1]
 *   channel4  3×3 max-pool, 1×1 → c4
 */
export class IncepBlock extends nn.Module {
  readonly channel1: nn.Sequential;
  readonly channel2: nn.Sequential;
  readonly channel3: nn.Sequential;
  readonly channel4: nn.Sequential;

  constructor(
    inChannels: number,
    c1: number,
    c2: readonly [number, number],
    c3: readonly [number, number],
    c4: number,
  ) {
    super();
    this.channel1 = new nn.Sequential(new nn.Conv2d(inChannels, c1, 1), new nn.ReLU());
    this.channel2 = new nn.Sequential(
      new nn.Conv2d(inChannels, c2[0], 1),
      new nn.ReLU(),
      new nn.Conv2d(c2[0], c2[1], 3, { padding: 1 }),
      new nn.ReLU(),
    );
    this.channel3 = new nn.Sequential(
      new nn.Conv2d(inChannels, c3[0], 1),
      new nn.ReLU(),
      new nn.Conv2d(c3[0], c3[1], 5, { padding: 2 }),
      new nn.ReLU(),
    );
    this.channel4 = new nn.Sequential(
      new nn.MaxPool2d(3, { stride: 1, padding: 1 }),
      new nn.Conv2d(inChannels, c4, 1),
      new nn.ReLU(),
    );
  }

  forward(x: nn.Tensor): nn.Tensor {
    return nn.concat([this.channel1.call(x), this.channel2.call(x), this.channel3.call(x), this.channel4.call(x)]);
  }
}

/** What `GoogLeNet` takes. */
export interface GoogLeNetOptions {
  /** Default 10. */
  readonly numClasses?: number;
  /** 1 for grey images (default), 3 for colour. */
  readonly inChannels?: number;
}

/**
 * Images [N, inChannels, 96, 96] → logits [N, numClasses]; 5,977,530 parameters for 1 channel and 10 classes.
 * @example
 * ```ts
 * import { GoogLeNet } from 'googlenet';
 * const model = new GoogLeNet({ numClasses: 10, inChannels: 1 });
 * ```
 */
export class GoogLeNet extends nn.Module {
  readonly model: nn.Sequential;

  constructor({ numClasses = 10, inChannels = 1 }: GoogLeNetOptions = {}) {
    super();
    // biome-ignore format: the rows line up under the paper's columns
    this.model = new nn.Sequential(
      new nn.Conv2d(inChannels, 64, 7, { stride: 2, padding: 3 }), new nn.ReLU(),
      new nn.MaxPool2d(3, { stride: 2, padding: 1 }),
      new nn.Conv2d(64, 64, 1), new nn.ReLU(),
      new nn.Conv2d(64, 192, 3, { padding: 1 }), new nn.ReLU(),
      new nn.MaxPool2d(3, { stride: 2, padding: 1 }),
      //              in   1×1  3×3 (reduce, out)  5×5 (reduce, out)  pool
      new IncepBlock(192,   64, [ 96, 128],        [16,  32],          32),
      new IncepBlock(256,  128, [128, 192],        [32,  96],          64),
      new nn.MaxPool2d(3, { stride: 2, padding: 1 }),
      new IncepBlock(480,  192, [ 96, 208],        [16,  48],          64),
      new IncepBlock(512,  160, [112, 224],        [24,  64],          64),
      new IncepBlock(512,  128, [128, 256],        [24,  64],          64),
      new IncepBlock(512,  112, [144, 288],        [32,  64],          64),
      new IncepBlock(528,  256, [160, 320],        [32, 128],         128),
      new nn.MaxPool2d(3, { stride: 2, padding: 1 }),
      new IncepBlock(832,  256, [160, 320],        [32, 128],         128),
      new IncepBlock(832,  384, [192, 384],        [48, 128],         128),
      new nn.AdaptiveAvgPool2d(1), new nn.Flatten(),
      new nn.Linear(1024, numClasses),
    );

    for (const module of this.modules()) {
      if (module instanceof nn.Conv2d) nn.init.kaimingNormal(module.weight);
      if (module instanceof nn.Linear) nn.init.xavierUniform(module.weight);
      if ((module instanceof nn.Conv2d || module instanceof nn.Linear) && module.bias) nn.init.zeros(module.bias);
    }
  }

  forward(x: nn.Tensor): nn.Tensor {
    return this.model.call(x);
  }
}
