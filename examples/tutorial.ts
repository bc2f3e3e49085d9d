// The tutorial's whole program: GoogLeNet on Fashion-MNIST. In a project of your own, import from 'googlenet'.
import { DataLoader, fashionMnist, GoogLeNet, nn, SGD, Trainer } from '../src/index.ts';

export async function tutorial({ epochs = 30, trainImages = 60_000, testImages = 10_000, batchSize = 128 } = {}) {
  const trainSet = await fashionMnist({ split: 'train', limit: trainImages });
  const testSet = await fashionMnist({ split: 'test', limit: testImages });

  await using trainer = new Trainer({
    model: new GoogLeNet({ numClasses: 10, inChannels: 1 }),
    trainData: new DataLoader(trainSet, { batchSize, imageSize: 96 }),
    testData: new DataLoader(testSet, { batchSize, imageSize: 96, shuffle: false }),
    loss: new nn.CrossEntropyLoss(),
    optimizer: new SGD({ learningRate: 0.005 }),
  });
  trainer.observe((event) => {
    if (event.kind === 'epoch') console.log(event);
  });
  return await trainer.train(epochs);
}

if (process.argv[1] === import.meta.filename) await tutorial();
