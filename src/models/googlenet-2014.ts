// GoogLeNet as it was published, in the form that Caffe gave it (bvlc_googlenet): pools whose last window hangs over, local
// response normalisation, dropout, and two auxiliary heads that are there in training alone.
// see: Szegedy et al., "Going deeper with convolutions", 2014
import * as nn from '../nn/index.ts';

/** Four parallel paths over one image, joined on the channel axis. Every convolution is followed by a ReLU. */
export class Inception extends nn.Module {
  readonly branch1: nn.Sequential;
  readonly branch2: nn.Sequential;
  readonly branch3: nn.Sequential;
  readonly branch4: nn.Sequential;

  constructor(
    inChannels: number,
    c1: number,
    c2: readonly [number, number],
    c3: readonly [number, number],
    c4: number,
  ) {
    super();
    this.branch1 = new nn.Sequential(new nn.Conv2d(inChannels, c1, 1), new nn.ReLU());
    this.branch2 = new nn.Sequential(
      new nn.Conv2d(inChannels, c2[0], 1),
      new nn.ReLU(),
      new nn.Conv2d(c2[0], c2[1], 3, { padding: 1 }),
      new nn.ReLU(),
    );
    this.branch3 = new nn.Sequential(
      new nn.Conv2d(inChannels, c3[0], 1),
      new nn.ReLU(),
      new nn.Conv2d(c3[0], c3[1], 5, { padding: 2 }),
      new nn.ReLU(),
    );
    this.branch4 = new nn.Sequential(
      new nn.MaxPool2d(3, { stride: 1, padding: 1 }),
      new nn.Conv2d(inChannels, c4, 1),
      new nn.ReLU(),
    );
  }

  forward(x: nn.Tensor): nn.Tensor {
    return nn.concat([this.branch1.call(x), this.branch2.call(x), this.branch3.call(x), this.branch4.call(x)]);
  }
}

/** A classifier on an inner layer, whose loss brings gradients there without a long way. */
export class InceptionAux extends nn.Module {
  readonly pool = new nn.AvgPool2d(5, { stride: 3, ceilMode: true });
  readonly conv: nn.Conv2d;
  readonly fc1: nn.Linear;
  readonly dropout = new nn.Dropout(0.7);
  readonly fc2: nn.Linear;

  /** @param sides rows and columns of its images */
  constructor(inChannels: number, sides: readonly number[], numClasses: number) {
    super();
    const [rows, columns] = sides.map((side) => Math.max(Math.ceil((side - 5) / 3), 0) + 1);
    this.conv = new nn.Conv2d(inChannels, 128, 1);
    this.fc1 = new nn.Linear(128 * rows * columns, 1024);
    this.fc2 = new nn.Linear(1024, numClasses);
  }

  forward(x: nn.Tensor): nn.Tensor {
    const features = nn.functional.relu(this.conv.call(this.pool.call(x)));
    const hidden = nn.functional.relu(this.fc1.call(nn.functional.flatten(features)));
    return this.fc2.call(this.dropout.call(hidden));
  }
}

/** What `GoogLeNet2014` takes. */
export interface GoogLeNet2014Options {
  /** Default 10. */
  readonly numClasses?: number;
  /** 1 for grey images (default), 3 for colour. */
  readonly inChannels?: number;
  /** Rows and columns of the images, which the heads' linear layers depend on. Default 224. */
  readonly imageSize?: nn.functional.Size;
  /** Whether it has the auxiliary heads. Default true. */
  readonly heads?: boolean;
}

/** What the loss of each head counts, beside the network's own. */
const headWeight = 0.3;

/**
 * Images [N, inChannels, H, W] → logits [N, numClasses]; 13,378,280 parameters for 224×224, 3 channels and 1,000 classes,
 * 6,998,552 without heads.
 */
export class GoogLeNet2014 extends nn.Module {
  readonly conv1: nn.Conv2d;
  readonly pool1 = halving();
  readonly norm1 = new nn.LocalResponseNorm(5);
  readonly conv2 = new nn.Conv2d(64, 64, 1);
  readonly conv3 = new nn.Conv2d(64, 192, 3, { padding: 1 });
  readonly norm2 = new nn.LocalResponseNorm(5);
  readonly pool2 = halving();
  readonly inception3a = new Inception(192, 64, [96, 128], [16, 32], 32);
  readonly inception3b = new Inception(256, 128, [128, 192], [32, 96], 64);
  readonly pool3 = halving();
  readonly inception4a = new Inception(480, 192, [96, 208], [16, 48], 64);
  readonly inception4b = new Inception(512, 160, [112, 224], [24, 64], 64);
  readonly inception4c = new Inception(512, 128, [128, 256], [24, 64], 64);
  readonly inception4d = new Inception(512, 112, [144, 288], [32, 64], 64);
  readonly inception4e = new Inception(528, 256, [160, 320], [32, 128], 128);
  readonly pool4 = halving();
  readonly inception5a = new Inception(832, 256, [160, 320], [32, 128], 128);
  readonly inception5b = new Inception(832, 384, [192, 384], [48, 128], 128);
  readonly aux1: InceptionAux | undefined;
  readonly aux2: InceptionAux | undefined;
  readonly avgpool = new nn.AdaptiveAvgPool2d(1);
  readonly dropout = new nn.Dropout(0.4);
  readonly fc: nn.Linear;

  constructor({ numClasses = 10, inChannels = 1, imageSize = 224, heads = true }: GoogLeNet2014Options = {}) {
    super();
    const sides = nn.functional.pair('GoogLeNet2014: imageSize', imageSize).map(afterPools);
    this.conv1 = new nn.Conv2d(inChannels, 64, 7, { stride: 2, padding: 3 });
    const hasHeads = nn.options.flag('GoogLeNet2014: heads', heads);
    this.aux1 = hasHeads ? new InceptionAux(512, sides, numClasses) : undefined;
    this.aux2 = hasHeads ? new InceptionAux(528, sides, numClasses) : undefined;
    this.fc = new nn.Linear(1024, numClasses);

    const classifiers = [this.fc, this.aux1?.fc2, this.aux2?.fc2];
    for (const module of this.modules()) {
      if (!(module instanceof nn.Conv2d || module instanceof nn.Linear)) continue;
      nn.init.caffeXavier(module.weight);
      if (module.bias)
        nn.init.constant(module.bias, module instanceof nn.Linear && classifiers.includes(module) ? 0 : 0.2);
    }
  }

  forward(x: nn.Tensor): nn.Tensor {
    const stem = this.norm1.call(this.pool1.call(nn.functional.relu(this.conv1.call(x))));
    const wide = nn.functional.relu(this.conv3.call(nn.functional.relu(this.conv2.call(stem))));
    const x3a = this.inception3a.call(this.pool2.call(this.norm2.call(wide)));
    const x4a = this.inception4a.call(this.pool3.call(this.inception3b.call(x3a)));
    this.#addHead(this.aux1, x4a);
    const x4d = this.inception4d.call(this.inception4c.call(this.inception4b.call(x4a)));
    this.#addHead(this.aux2, x4d);
    const x5a = this.inception5a.call(this.pool4.call(this.inception4e.call(x4d)));
    const pooled = this.avgpool.call(this.inception5b.call(x5a));
    return this.fc.call(this.dropout.call(nn.functional.flatten(pooled)));
  }

  #addHead(head: InceptionAux | undefined, x: nn.Tensor): void {
    if (head !== undefined && x.tracer.mode === 'training') nn.auxiliaryLoss(head.call(x), headWeight);
  }
}

/** Caffe's pools round sizes up: the last window may hang over. */
function halving(): nn.MaxPool2d {
  return new nn.MaxPool2d(3, { stride: 2, ceilMode: true });
}

/** What the first convolution and three pools leave of a side. */
function afterPools(side: number): number {
  const pooled = (length: number) => Math.ceil((length - 3) / 2) + 1;
  return pooled(pooled(pooled(Math.ceil(side / 2))));
}
