// ResNet-18 as torchvision has it, with its names: what came after GoogLeNet, blocks that add to their input what they learn.
// see: He et al., "Deep residual learning for image recognition", 2015; torchvision.models.resnet18
import * as nn from '../nn/index.ts';

class BasicBlock extends nn.Module {
  readonly conv1: nn.Conv2d;
  readonly bn1: nn.BatchNorm2d;
  readonly relu = new nn.ReLU();
  readonly conv2: nn.Conv2d;
  readonly bn2: nn.BatchNorm2d;
  /** Brings the input to the shape of the output, where they differ. */
  readonly downsample: nn.Sequential | undefined;

  constructor(inChannels: number, outChannels: number, stride: number) {
    super();
    this.conv1 = new nn.Conv2d(inChannels, outChannels, 3, { stride, padding: 1, bias: false });
    this.bn1 = new nn.BatchNorm2d(outChannels);
    this.conv2 = new nn.Conv2d(outChannels, outChannels, 3, { padding: 1, bias: false });
    this.bn2 = new nn.BatchNorm2d(outChannels);
    this.downsample =
      stride === 1
        ? undefined
        : new nn.Sequential(
            new nn.Conv2d(inChannels, outChannels, 1, { stride, bias: false }),
            new nn.BatchNorm2d(outChannels),
          );
  }

  forward(x: nn.Tensor): nn.Tensor {
    const hidden = this.relu.call(this.bn1.call(this.conv1.call(x)));
    const learned = this.bn2.call(this.conv2.call(hidden));
    return this.relu.call(nn.add(learned, this.downsample?.call(x) ?? x));
  }
}

/** What `ResNet18` takes. */
export interface ResNetOptions {
  /** Default 10. */
  readonly numClasses?: number;
  /** 1 for grey images (default), 3 for colour. */
  readonly inChannels?: number;
}

/** Images [N, inChannels, 224, 224] → logits [N, numClasses]; 11,689,512 parameters for 3 channels and 1,000 classes. */
export class ResNet extends nn.Module {
  readonly conv1: nn.Conv2d;
  readonly bn1 = new nn.BatchNorm2d(64);
  readonly relu = new nn.ReLU();
  readonly maxpool = new nn.MaxPool2d(3, { stride: 2, padding: 1 });
  readonly layer1 = new nn.Sequential(new BasicBlock(64, 64, 1), new BasicBlock(64, 64, 1));
  readonly layer2 = new nn.Sequential(new BasicBlock(64, 128, 2), new BasicBlock(128, 128, 1));
  readonly layer3 = new nn.Sequential(new BasicBlock(128, 256, 2), new BasicBlock(256, 256, 1));
  readonly layer4 = new nn.Sequential(new BasicBlock(256, 512, 2), new BasicBlock(512, 512, 1));
  readonly avgpool = new nn.AdaptiveAvgPool2d(1);
  readonly fc: nn.Linear;

  constructor({ numClasses = 10, inChannels = 1 }: ResNetOptions = {}) {
    super();
    this.conv1 = new nn.Conv2d(inChannels, 64, 7, { stride: 2, padding: 3, bias: false });
    this.fc = new nn.Linear(512, numClasses);

    for (const module of this.modules()) {
      if (module instanceof nn.Conv2d) nn.init.kaimingNormal(module.weight, { mode: 'fanOut' });
    }
  }

  forward(x: nn.Tensor): nn.Tensor {
    const stem = this.maxpool.call(this.relu.call(this.bn1.call(this.conv1.call(x))));
    const features = this.layer4.call(this.layer3.call(this.layer2.call(this.layer1.call(stem))));
    return this.fc.call(nn.functional.flatten(this.avgpool.call(features)));
  }
}
