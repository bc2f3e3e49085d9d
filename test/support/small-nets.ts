// Nets small enough to train on the reference engine within a second.
import { IncepBlock } from '../../src/models/googlenet.ts';
import * as nn from '../../src/nn/index.ts';

/** GoogLeNet in small, one of each of its layers: images [N, channels, H, W] → logits [N, classes]. */
export class SmallInception extends nn.Module {
  readonly model: nn.Sequential;

  constructor({ channels = 3, classes = 5 }: { readonly channels?: number; readonly classes?: number } = {}) {
    super();
    this.model = new nn.Sequential(
      new nn.Conv2d(channels, 8, 7, { stride: 2, padding: 3 }),
      new nn.ReLU(),
      new nn.MaxPool2d(3, { stride: 2, padding: 1 }),
      new IncepBlock(8, 6, [5, 8], [3, 5], 5),
      new nn.MaxPool2d(3, { stride: 2, padding: 1 }),
      new IncepBlock(24, 8, [6, 12], [4, 6], 6),
      new nn.AdaptiveAvgPool2d(1),
      new nn.Flatten(),
      new nn.Linear(32, classes),
    );
    for (const module of this.modules()) if (module instanceof nn.Conv2d) nn.init.kaimingNormal(module.weight);
  }

  forward(x: nn.Tensor): nn.Tensor {
    return this.model.call(x);
  }
}

/**
 * Convolutions in groups, depthwise and dilated, pools whose windows hang over or differ: images [N, 3, H, W] → logits
 * [N, 5]. One weight serves as groups and as a whole, so that an engine which lays the two out differently has to convert.
 */
export class WindowNet extends nn.Module {
  readonly stem = new nn.Sequential(
    new nn.Conv2d(3, 32, 3, { stride: 2, padding: 1 }),
    new nn.ReLU(),
    new nn.Conv2d(32, 32, 3, { padding: 1, groups: 32, bias: false }),
    new nn.Conv2d(32, 64, 1, { groups: 2 }),
    new nn.ReLU(),
    new nn.Conv2d(64, 32, 3, { stride: 2, padding: 2, dilation: 2, groups: 2 }),
    new nn.ReLU(),
    new nn.MaxPool2d(2, { ceilMode: true }),
  );
  readonly grouped = new nn.Conv2d(32, 16, 3, { padding: 1, groups: 2, bias: false });
  readonly head = new nn.Sequential(
    new nn.AdaptiveAvgPool2d([4, 5]),
    new nn.Conv2d(32, 8, [2, 3], { dilation: [1, 2] }),
    new nn.Flatten(),
    new nn.Linear(24, 5),
  );

  forward(x: nn.Tensor): nn.Tensor {
    const images = this.stem.call(x);
    const once = this.grouped.call(images);
    const twice = nn.functional.conv2d(once, this.grouped.weight, undefined, { stride: [1, 1], padding: [1, 1] });
    return this.head.call(nn.concat([once, twice]));
  }
}

/** Normalisation in each of its places (its convolutions have no bias, whose gradient would be 0 but for rounding): behind convolutions with and without a ReLU, on paths that are joined, in a residual sum. */
export class NormalisedNet extends nn.Module {
  readonly stem = new nn.Sequential(
    new nn.Conv2d(3, 8, 3, { padding: 1, bias: false }),
    new nn.BatchNorm2d(8, { eps: 1e-3 }),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
  );
  readonly first = new nn.Sequential(new nn.Conv2d(8, 16, 1, { bias: false }), new nn.BatchNorm2d(16), new nn.ReLU());
  readonly second = new nn.Sequential(
    new nn.Conv2d(8, 16, 3, { padding: 1, bias: false }),
    new nn.BatchNorm2d(16),
    new nn.ReLU(),
  );
  readonly residual = new nn.Sequential(
    new nn.Conv2d(32, 32, 3, { padding: 1, bias: false }),
    new nn.BatchNorm2d(32, { affine: false }),
  );
  readonly shortcut = new nn.Sequential(new nn.Conv2d(32, 32, 1, { bias: false }), new nn.BatchNorm2d(32));
  readonly relu = new nn.ReLU();
  readonly norm = new nn.BatchNorm2d(32);
  readonly pool = new nn.AdaptiveAvgPool2d(1);
  readonly flatten = new nn.Flatten();
  readonly classifier = new nn.Linear(32, 5);

  forward(x: nn.Tensor): nn.Tensor {
    const image = this.stem.call(x);
    const joined = nn.concat([this.first.call(image), this.second.call(image)]);
    const sum = this.relu.call(nn.add(this.residual.call(joined), this.shortcut.call(joined)));
    return this.classifier.call(this.flatten.call(this.pool.call(this.norm.call(sum))));
  }
}

/**
 * Finite weights whose second convolution overflows on every pixel that is not black; the third takes one infinity from
 * another. An engine that takes max(NaN, 0) to be 0 makes a finite loss of that.
 */
export class OverflowingNet extends nn.Module {
  readonly first = new nn.Conv2d(1, 2, 1);
  readonly firstActivation = new nn.ReLU();
  readonly second = new nn.Conv2d(2, 2, 1);
  readonly secondActivation = new nn.ReLU();
  readonly third = new nn.Conv2d(2, 2, 1);
  readonly tail: nn.Module;
  readonly flatten = new nn.Flatten();
  readonly classifier: nn.Linear;

  /** @param layer behind the convolutions: what may drop NaN */
  constructor(layer: 'ReLU' | 'MaxPool2d') {
    super();
    const isPooled = layer === 'MaxPool2d';
    this.tail = isPooled ? new nn.Sequential(new nn.MaxPool2d(2), new nn.ReLU()) : new nn.ReLU();
    this.classifier = new nn.Linear(isPooled ? 8 : 32, 3);
    this.initialize(5);
    this.first.weight.data.fill(1e20);
    this.second.weight.data.fill(1e20);
    this.third.weight.data.set([1, -1, 1, -1]);
  }

  forward(x: nn.Tensor): nn.Tensor {
    const infinite = this.secondActivation.call(this.second.call(this.firstActivation.call(this.first.call(x))));
    return this.classifier.call(this.flatten.call(this.tail.call(this.third.call(infinite))));
  }
}

/** Finite weights that make zeros of every image, and gradients that overflow on the way back, in float64 too. */
export class SteepNet extends nn.Module {
  readonly layers: nn.Sequential;
  readonly flatten = new nn.Flatten();
  readonly classifier = new nn.Linear(16, 3);

  constructor() {
    super();
    const convolutions = Array.from({ length: 10 }, () => new nn.Conv2d(1, 1, 1, { bias: false }));
    this.layers = new nn.Sequential(...convolutions);
    this.initialize(5);
    convolutions.forEach(({ weight }, index) => {
      weight.data.fill(index === 0 ? 0 : 3e38);
    });
  }

  forward(x: nn.Tensor): nn.Tensor {
    return this.classifier.call(this.flatten.call(this.layers.call(x)));
  }
}

/** A convolution and a fully connected layer: the smallest graph with every part of a training step. */
export class TinyNet extends nn.Module {
  readonly convolution = new nn.Conv2d(1, 2, 3, { padding: 1 });
  readonly activation = new nn.ReLU();
  readonly pool = new nn.MaxPool2d(2);
  readonly flatten = new nn.Flatten();
  readonly classifier = new nn.Linear(8, 3);

  forward(x: nn.Tensor): nn.Tensor {
    const features = this.pool.call(this.activation.call(this.convolution.call(x)));
    return this.classifier.call(this.flatten.call(features));
  }
}

/** What a step does besides computing: running statistics, a mask drawn at random, a second head. Takes TinyNet's images. */
export class StatefulNet extends nn.Module {
  readonly convolution = new nn.Conv2d(1, 4, 3, { padding: 1, bias: false });
  readonly norm = new nn.BatchNorm2d(4);
  readonly activation = new nn.ReLU();
  readonly flatten = new nn.Flatten();
  readonly head = new nn.Linear(64, 3);
  readonly dropout = new nn.Dropout(0.5);
  readonly classifier = new nn.Linear(64, 3);

  forward(x: nn.Tensor): nn.Tensor {
    const features = this.flatten.call(this.activation.call(this.norm.call(this.convolution.call(x))));
    if (x.tracer.mode === 'training') nn.auxiliaryLoss(this.head.call(features), 0.3);
    return this.classifier.call(this.dropout.call(features));
  }
}

/** One convolution under three names, and a bias under a second one. Takes the images that TinyNet takes. */
export class SharingNet extends nn.Module {
  readonly first = new nn.Conv2d(1, 1, 3, { padding: 1 });
  readonly again = this.first;
  readonly layers = new nn.Sequential(this.first, new nn.Sigmoid(), new nn.Flatten());
  readonly classifier = new nn.Linear(16, 3);
  readonly offset = this.classifier.bias;

  forward(x: nn.Tensor): nn.Tensor {
    return this.classifier.call(this.layers.call(this.again.call(this.first.call(x))));
  }
}
