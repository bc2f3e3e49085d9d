// The first hour of an engineer who comes from PyTorch: the README's program, a checkpoint taken over and given back, and a
// network with a layer of one's own, in TypeScript.
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { project } from './installed-package.ts';
import type { Reader } from './reader.ts';

/** The README's, with less of everything. */
const training = `
import { DataLoader, fashionMnist, GoogLeNet, nn, SGD, Trainer } from 'googlenet';

const [train, test] = [await fashionMnist({ split: 'train', limit: 64 }), await fashionMnist({ split: 'test', limit: 32 })];
const trainer = new Trainer({
  model: new GoogLeNet(),
  trainData: new DataLoader(train, { batchSize: 32, imageSize: 28 }),
  testData: new DataLoader(test, { batchSize: 32, imageSize: 28, shuffle: false }),
  loss: new nn.CrossEntropyLoss(),
  optimizer: new SGD({ learningRate: 0.005 }),
});
trainer.observe((event) => event.kind === 'epoch' && console.log(event));
await trainer.train(1);
await trainer.close();
`;

const ownLayer = `
import { DataLoader, imageDataset, loadModel, nn, SGD, saveModel, Trainer } from 'googlenet';

/** x [N,features] → [N,features], x + W·x */
class Residual extends nn.Module {
  readonly weight: nn.Parameter;

  constructor(features: number) {
    super();
    this.weight = new nn.Parameter([features, features], (random, index) => random.normal(index));
  }

  forward(x: nn.Tensor): nn.Tensor {
    return nn.add(x, nn.functional.linear(x, this.weight, undefined));
  }
}

// What small_model() is in PyTorch: nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(8, 3))
const pretrained = new nn.Sequential(new nn.Conv2d(1, 2, 3), new nn.ReLU(), new nn.Flatten(), new nn.Linear(8, 3));
loadModel(pretrained, 'state-dict.pt');
console.log(JSON.stringify([...pretrained.stateDict()].map(([name, { shape, data }]) => [name, shape, [...data]])));

const model = new nn.Sequential(pretrained, new Residual(3));
const labels = Uint8Array.from({ length: 12 }, (_, index) => index % 3);
const images = Uint8Array.from({ length: 12 * 16 }, (_, pixel) => 80 * (Math.floor(pixel / 16) % 3));
const shades = imageDataset({ images, rows: 4, columns: 4, labels, classNames: ['dark', 'grey', 'light'] });
const trainer = new Trainer({
  model,
  trainData: new DataLoader(shades, { batchSize: 6, imageSize: 4 }),
  testData: new DataLoader(shades, { batchSize: 6, imageSize: 4, shuffle: false }),
  loss: new nn.CrossEntropyLoss(),
  optimizer: new SGD({ learningRate: 0.01 }),
});
const [epoch] = await trainer.train(1);
await trainer.close();
console.log(\`loss \${epoch?.trainLoss.toFixed(4)}\`);
saveModel(model, 'own.safetensors');
loadModel(new nn.Sequential(pretrained, new Residual(3)), 'own.safetensors');
`;

const compilerOptions = { strict: true, skipLibCheck: false, target: 'es2022', module: 'nodenext', types: [] };

export async function fromPytorch({ folder, types, writes, finds }: Reader): Promise<void> {
  writes('train.mjs', training);
  await types('node train.mjs', "kind: 'epoch'", /testAccuracy: \d/);

  // A checkpoint as training scripts save it, one of whose state_dicts is taken; and back to what PyTorch's safetensors reads.
  const fixture = (name: string) => join(project, 'test', 'fixtures', 'torch', name);
  for (const name of ['lenet-checkpoint.pt', 'state-dict.pt']) cpSync(fixture(name), join(folder, name));
  await types('npx googlenet import lenet-checkpoint.pt --key ema --out runs/ema', 'LeNet for 2 classes');
  await types('npx googlenet export runs/ema --out ema.safetensors', 'exported');
  finds('ema.safetensors', '"model.0.weight"');

  writes('own-layer.mts', ownLayer);
  writes(
    'tsconfig.json',
    JSON.stringify({ compilerOptions: { ...compilerOptions, lib: ['es2022', 'dom'] }, files: ['own-layer.mts'] }),
  );
  await types(`node "${join(project, 'node_modules/typescript/bin/tsc')}" -p .`);
  const printed = await types('node own-layer.mjs', /^loss \d/m);
  const { files } = JSON.parse(readFileSync(fixture('expected.json'), 'utf8'));
  const told = Object.entries<{ shape: unknown; values: unknown }>(files['state-dict']);
  expect(JSON.parse(printed.split('\n')[0])).toEqual(told.map(([name, { shape, values }]) => [name, shape, values]));
}
