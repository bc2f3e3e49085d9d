// Chooses the peak learning rate of each network by the accuracy on training images that it did not learn from.
// The library trains and not the command, whose report at the end of a run would look at the test images.
import { splitLabels } from '../../dist/data/split-labels.js';
import { subsetOf } from '../../dist/data/subset.js';
import { DivergenceError } from '../../dist/errors/divergence-error.js';
import { DataLoader, fashionMnist, nn, oneCycle, openEngine, SGD, Trainer } from '../../dist/index.js';
import { chooseModel, createModel } from '../../dist/models/model-table.js';
import { cheapestFirst } from './cost.mjs';
import { modelOptions, networks, recipe } from './networks.mjs';
import { bestTry, nextRate } from './rates.mjs';
import { readRates, triesOf, writeRates } from './rates-file.mjs';
import { say } from './say.mjs';

const judgingShare = 0.2;

/** @returns whether each network has its rate */
export async function choose({ names, results, threads, epochs = 1, limitTrain = 10_000, stop }) {
  const parts = await loadParts(limitTrain);
  const conditions = { ...recipe, epochs, learnFrom: parts.train.count, judgeBy: parts.val.count };
  const rates = readRates(results);
  say(`epochs ${epochs} · ${parts.train.count} training images to learn from, ${parts.val.count} others to judge by`);
  for (const name of cheapestFirst(names)) {
    const { guess } = networks[name];
    const tried = [...triesOf(rates, name, conditions)];
    const keep = (chosen) => {
      rates[name] = { conditions, rate: chosen?.rate ?? null, accuracy: chosen?.accuracy ?? null, tried };
      writeRates(results, rates);
    };
    for (let rate = nextRate(guess, tried); rate !== undefined; rate = nextRate(guess, tried)) {
      const result = await tryRate(name, rate, { parts, threads, epochs, stop });
      if (result === undefined) return false;
      tried.push({ rate, ...result });
      keep(undefined);
      say(`${name} · rate ${rate} · ${printResult(result)} · ${result.seconds} s`);
    }
    const best = bestTry(tried);
    keep(best);
    say(`${name} · ${printChoice(best, parts.val.classNames.length)}`);
  }
  return names.every((name) => rates[name].rate !== null);
}

async function loadParts(limit) {
  const whole = await fashionMnist({ split: 'train', limit });
  const indices = splitLabels(whole.labels, whole.classNames.length, judgingShare, recipe.seed);
  return {
    train: subsetOf(whole, indices.train, 'fashion-mnist/train'),
    val: subsetOf(whole, indices.val, 'fashion-mnist/val'),
  };
}

/** @returns undefined if it was stopped */
async function tryRate(name, rate, { parts: { train, val }, threads, epochs, stop }) {
  if (stop.aborted) return undefined;
  const { imageSize, batchSize, momentum, seed } = recipe;
  const options = { numClasses: train.classNames.length, inChannels: 1, ...modelOptions(name) };
  const loader = { batchSize, imageSize, seed };
  const engine = await openEngine('auto', threads === undefined ? {} : { threads });
  const started = performance.now();
  const seconds = () => Number(((performance.now() - started) / 1000).toFixed(1));
  const trainer = new Trainer({
    model: createModel(chooseModel(name, options), imageSize),
    trainData: new DataLoader(train, loader),
    validationData: new DataLoader(val, { ...loader, shuffle: false }),
    loss: new nn.CrossEntropyLoss(),
    optimizer: new SGD({ learningRate: rate, momentum }),
    schedule: oneCycle(rate),
    engine,
    seed,
  });
  try {
    const done = await trainer.train(epochs, { signal: stop });
    if (done.length < epochs) return undefined;
    const { valAccuracy: accuracy, valLoss: loss } = done.at(-1);
    return { accuracy, loss, seconds: seconds() };
  } catch (error) {
    if (!(error instanceof DivergenceError)) throw error;
    return { accuracy: null, loss: null, diverged: error.message, seconds: seconds() };
  } finally {
    await trainer[Symbol.asyncDispose]();
    await engine.close();
  }
}

function printResult({ accuracy, loss, diverged }) {
  if (diverged !== undefined) return `diverged: ${diverged}`;
  return `validation accuracy ${(100 * accuracy).toFixed(2)} % · loss ${loss.toFixed(4)}`;
}

function printChoice(best, classes) {
  if (best === undefined) return 'every rate diverged: lower its guess';
  // Chance, and what a small number of images adds to it.
  const isGuessing = best.accuracy < 1.5 / classes;
  return `takes ${best.rate}${isGuessing ? ', but learned nothing with any: choose again with more --epochs' : ''}`;
}
