// GoogLeNet as torchvision has it, with its names, so that its weights fit: batch normalisation in the place of biases, 3×3
// convolutions where the paper has 5×5 (a known slip), and two auxiliary heads that are there in training alone.
// see: torchvision.models.googlenet; Ioffe and Szegedy, "Batch normalization", 2015
import * as nn from '../nn/index.ts';

/** A convolution, its batch normalisation and a ReLU. */
export class BasicConv2d extends nn.Module {
  readonly conv: nn.Conv2d;
  readonly bn: nn.BatchNorm2d;

  constructor(inChannels: number, outChannels: number, kernel: number, window: nn.Conv2dOptions = {}) {
    super();
    this.conv = new nn.Conv2d(inChannels, outChannels, kernel, { ...window, bias: false });
    this.bn = new nn.BatchNorm2d(outChannels, { eps: 0.001 });
  }

  forward(x: nn.Tensor): nn.Tensor {
    return nn.functional.relu(this.bn.call(this.conv.call(x)));
  }
}

/** Four parallel paths over one image, joined on the channel axis. */
export class Inception extends nn.Module {
  readonly branch1: BasicConv2d;
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
    this.branch1 = new BasicConv2d(inChannels, c1, 1);
    this.branch2 = new nn.Sequential(
      new BasicConv2d(inChannels, c2[0], 1),
      new BasicConv2d(c2[0], c2[1], 3, { padding: 1 }),
    );
    this.branch3 = new nn.Sequential(
      new BasicConv2d(inChannels, c3[0], 1),
      new BasicConv2d(c3[0], c3[1], 3, { padding: 1 }),
    );
    this.branch4 = new nn.Sequential(
      new nn.MaxPool2d(3, { stride: 1, padding: 1, ceilMode: true }),
      new BasicConv2d(inChannels, c4, 1),
    );
  }

  forward(x: nn.Tensor): nn.Tensor {
    return nn.concat([this.branch1.call(x), this.branch2.call(x), this.branch3.call(x), this.branch4.call(x)]);
  }
}

/** A classifier on an inner layer, whose loss brings gradients there without a long way. */
export class InceptionAux extends nn.Module {
  readonly conv: BasicConv2d;
  readonly fc1 = new nn.Linear(2048, 1024);
  readonly fc2: nn.Linear;
  readonly dropout = new nn.Dropout(0.7);

  constructor(inChannels: number, numClasses: number) {
    super();
    this.conv = new BasicConv2d(inChannels, 128, 1);
    this.fc2 = new nn.Linear(1024, numClasses);
  }

  forward(x: nn.Tensor): nn.Tensor {
    const features = this.conv.call(nn.functional.adaptiveAveragePool2d(x, 4));
    const hidden = nn.functional.relu(this.fc1.call(nn.functional.flatten(features)));
    return this.fc2.call(this.dropout.call(hidden));
  }
}

/** What `GoogLeNetBN` takes. */
export interface GoogLeNetBNOptions {
  /** Default 10. */
  readonly numClasses?: number;
  /** 1 for grey images (default), 3 for colour. */
  readonly inChannels?: number;
  /** Whether it has the auxiliary heads. Default true. */
  readonly heads?: boolean;
}

/** What the loss of each head counts, beside the network's own. */
const headWeight = 0.3;

/**
 * Images [N, inChannels, 224, 224] → logits [N, numClasses]; 13,004,888 parameters for 3 channels and 1,000 classes,
 * 6,624,904 without heads. Named as torchvision's class, which summaries show.
 */
export class GoogLeNet extends nn.Module {
  readonly conv1: BasicConv2d;
  readonly maxpool1 = new nn.MaxPool2d(3, { stride: 2, ceilMode: true });
  readonly conv2 = new BasicConv2d(64, 64, 1);
  readonly conv3 = new BasicConv2d(64, 192, 3, { padding: 1 });
  readonly maxpool2 = new nn.MaxPool2d(3, { stride: 2, ceilMode: true });
  readonly inception3a = new Inception(192, 64, [96, 128], [16, 32], 32);
  readonly inception3b = new Inception(256, 128, [128, 192], [32, 96], 64);
  readonly maxpool3 = new nn.MaxPool2d(3, { stride: 2, ceilMode: true });
  readonly inception4a = new Inception(480, 192, [96, 208], [16, 48], 64);
  readonly inception4b = new Inception(512, 160, [112, 224], [24, 64], 64);
  readonly inception4c = new Inception(512, 128, [128, 256], [24, 64], 64);
  readonly inception4d = new Inception(512, 112, [144, 288], [32, 64], 64);
  readonly inception4e = new Inception(528, 256, [160, 320], [32, 128], 128);
  readonly maxpool4 = new nn.MaxPool2d(2, { stride: 2, ceilMode: true });
  readonly inception5a = new Inception(832, 256, [160, 320], [32, 128], 128);
  readonly inception5b = new Inception(832, 384, [192, 384], [48, 128], 128);
  readonly aux1: InceptionAux | undefined;
  readonly aux2: InceptionAux | undefined;
  readonly avgpool = new nn.AdaptiveAvgPool2d(1);
  readonly dropout = new nn.Dropout(0.2);
  readonly fc: nn.Linear;

  constructor({ numClasses = 10, inChannels = 1, heads = true }: GoogLeNetBNOptions = {}) {
    super();
    this.conv1 = new BasicConv2d(inChannels, 64, 7, { stride: 2, padding: 3 });
    const hasHeads = nn.options.flag('GoogLeNet: heads', heads);
    this.aux1 = hasHeads ? new InceptionAux(512, numClasses) : undefined;
    this.aux2 = hasHeads ? new InceptionAux(528, numClasses) : undefined;
    this.fc = new nn.Linear(1024, numClasses);

    for (const module of this.modules()) {
      if (module instanceof nn.Conv2d || module instanceof nn.Linear) nn.init.truncatedNormal(module.weight, 0.01, 2);
    }
  }

  forward(x: nn.Tensor): nn.Tensor {
    const stem = this.conv2.call(this.maxpool1.call(this.conv1.call(x)));
    const x3a = this.inception3a.call(this.maxpool2.call(this.conv3.call(stem)));
    const x4a = this.inception4a.call(this.maxpool3.call(this.inception3b.call(x3a)));
    this.#addHead(this.aux1, x4a);
    const x4d = this.inception4d.call(this.inception4c.call(this.inception4b.call(x4a)));
    this.#addHead(this.aux2, x4d);
    const x5a = this.inception5a.call(this.maxpool4.call(this.inception4e.call(x4d)));
    const pooled = this.avgpool.call(this.inception5b.call(x5a));
    return this.fc.call(this.dropout.call(nn.functional.flatten(pooled)));
  }

  #addHead(head: InceptionAux | undefined, x: nn.Tensor): void {
    if (head !== undefined && x.tracer.mode === 'training') nn.auxiliaryLoss(head.call(x), headWeight);
  }
}
