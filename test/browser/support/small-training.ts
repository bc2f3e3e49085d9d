// A training that Node and browsers do alike: LeNet, or a smaller network, on recorded pictures of Fashion-MNIST.
import {
  DataLoader,
  type Engine,
  imageDataset,
  LeNet,
  nn,
  SGD,
  Trainer,
  type TrainingState,
} from '../../../src/web.ts';

export interface SmallTraining {
  readonly network: 'lenet' | 'tiny';
  /** [160, 28, 28] */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  /** Default 16: ten steps an epoch. */
  readonly batchSize?: number | undefined;
  /** A state to go on from, on any engine. */
  readonly resumeFrom?: TrainingState | undefined;
}

export function smallTrainer(
  engine: Engine,
  { network, images, labels, batchSize = 16, resumeFrom }: SmallTraining,
): Trainer {
  const size = network === 'lenet' ? 28 : 8;
  const classNames = Array.from({ length: 10 }, (_, label) => `${label}`);
  const dataset = imageDataset({ images, labels, rows: 28, columns: 28, classNames });
  const data = new DataLoader(dataset, { batchSize, imageSize: size, seed: 3 });
  const learningRate = 0.5;
  return new Trainer({
    model: network === 'lenet' ? new LeNet() : new Tiny(),
    trainData: data,
    testData: new DataLoader(dataset, { batchSize, imageSize: size, shuffle: false }),
    loss: new nn.CrossEntropyLoss(),
    optimizer: new SGD({ learningRate, momentum: 0.5 }),
    engine,
    seed: 3,
    ...(resumeFrom === undefined ? {} : { resumeFrom, allowEngineChange: true }),
  });
}

class Tiny extends nn.Module {
  readonly convolution = new nn.Conv2d(1, 4, 3, { padding: 1 });
  readonly pool = new nn.MaxPool2d(2);
  readonly activation = new nn.ReLU();
  readonly flatten = new nn.Flatten();
  readonly classifier = new nn.Linear(4 * 4 * 4, 10);

  forward(x: nn.Tensor): nn.Tensor {
    return this.classifier.call(this.flatten.call(this.activation.call(this.pool.call(this.convolution.call(x)))));
  }
}
