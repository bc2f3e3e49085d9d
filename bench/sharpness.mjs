#!/usr/bin/env node
// Why a training with momentum can fall back to chance after it has begun to learn: measures, along the first steps, the
// sharpness of the loss (the largest eigenvalue of its Hessian, on the batch of the step) beside the bound above which
// gradient descent with momentum is unstable on a quadratic, 2 (1 + momentum) / learning rate.
// Power iteration; a product of the Hessian with a vector is a central difference of two gradients.
//   node bench/sharpness.mjs --seed 0 --steps 56 --from 41 --every 2
// see: Cohen et al., "Gradient Descent on Neural Networks Typically Occurs at the Edge of Stability", 2021
import { parseArgs } from 'node:util';
import { DataLoader, fashionMnist, GoogLeNet, gradientStep, nn, openEngine, SGD, trainingStep } from '../dist/index.js';
import { createModelStore } from '../dist/training/model-store.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '0' },
    steps: { type: 'string', default: '60' },
    from: { type: 'string', default: '1' },
    every: { type: 'string', default: '4' },
    lr: { type: 'string', default: '0.005' },
    momentum: { type: 'string', default: '0.9' },
    'batch-size': { type: 'string', default: '64' },
    'limit-train': { type: 'string', default: '2560' },
    engine: { type: 'string', default: 'auto' },
    threads: { type: 'string', default: '2' },
  },
});
const [seed, steps, from, every, batchSize, limit] = [
  'seed',
  'steps',
  'from',
  'every',
  'batch-size',
  'limit-train',
].map((name) => Number(values[name]));
const [learningRate, momentum] = [Number(values.lr), Number(values.momentum)];
const iterations = 12;

const data = await fashionMnist({ split: 'train', limit });
const loader = new DataLoader(data, { batchSize, imageSize: 96, seed });
const model = new GoogLeNet().initialize(seed);
const supervision = { model, loss: new nn.CrossEntropyLoss(), imageShape: [batchSize, 1, 96, 96] };
const step = trainingStep({ ...supervision, optimizer: new SGD({ learningRate, momentum }) });
const gradient = gradientStep(supervision);

const engine = await openEngine(values.engine, { threads: Number(values.threads) });
const store = await createModelStore(engine, model, [step]);
const probe = await createModelStore(engine, model, [gradient]);
const train = await engine.compile(step, store);
const differentiate = await engine.compile(gradient, probe);
const names = [...model.namedParameters()].map(([name]) => name);

console.log(`bound 2 (1 + ${momentum}) / ${learningRate} = ${((2 * (1 + momentum)) / learningRate).toFixed(0)}`);
console.log('step | loss of the batch | accuracy | sharpness');
let direction = randomDirection();
for (let done = 0; done < steps; done++) {
  const batch = loader.batch(1 + Math.floor(done / loader.batchCount), done % loader.batchCount);
  const inputs = { images: batch.images, labels: batch.labels };
  const isMeasured = done + 1 >= from && (done + 1 - from) % every === 0;
  const sharpness = isMeasured ? await measureSharpness(inputs) : undefined;
  const { loss, correct } = await train.run({ ...inputs, learningRate: Float32Array.of(learningRate) });
  const row = [done + 1, loss[0].toFixed(4), (correct[0] / batch.size).toFixed(3), sharpness?.toFixed(0) ?? ''];
  console.log(row.join(' | '));
}
await engine.close();

/** Begins where the last one ended: the direction changes slowly. */
async function measureSharpness(inputs) {
  const weights = new Map();
  for (const name of names) weights.set(name, await store.read(name));
  let eigenvalue = 0;
  for (let iteration = 0; iteration < iterations; iteration++) {
    const product = await hessianTimes(direction, weights, inputs);
    eigenvalue = dot(product, direction);
    direction = scaled(product, 1 / Math.sqrt(dot(product, product)));
  }
  return eigenvalue;
}

/** (g(w + εv) − g(w − εv)) / 2ε, with ε small beside the weights and large beside float32's rounding. */
async function hessianTimes(vector, weights, inputs) {
  const epsilon = 1e-2;
  const gradients = [];
  for (const sign of [1, -1]) {
    for (const name of names) {
      const [w, v] = [weights.get(name), vector.get(name)];
      await probe.write(
        name,
        w.map((value, index) => value + sign * epsilon * v[index]),
      );
    }
    const outputs = await differentiate.run(inputs);
    gradients.push(new Map(names.map((name) => [name, outputs[`gradient.${name}`].slice()])));
  }
  const [plus, minus] = gradients;
  return new Map(
    names.map((name) => {
      const other = minus.get(name);
      return [name, plus.get(name).map((value, index) => (value - other[index]) / (2 * epsilon))];
    }),
  );
}

function randomDirection() {
  let state = 1;
  const next = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647 - 0.5;
  };
  const vector = new Map([...model.namedParameters()].map(([name, { data: values }]) => [name, values.map(next)]));
  return scaled(vector, 1 / Math.sqrt(dot(vector, vector)));
}

function scaled(vector, factor) {
  return new Map([...vector].map(([name, values]) => [name, values.map((value) => value * factor)]));
}

function dot(a, b) {
  let sum = 0;
  for (const [name, values] of a) {
    const others = b.get(name);
    for (let index = 0; index < values.length; index++) sum += values[index] * others[index];
  }
  return sum;
}
