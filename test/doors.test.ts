// Everything that comes from outside is checked once, where it comes in: each public function is given every wrong value
// for each of its parameters, and must answer with an error of the library that says what it was and what was found.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openReferenceEngine } from '../src/engines/reference/reference-engine.ts';
import { describeValue } from '../src/errors/describe-value.ts';
import * as library from '../src/index.ts';
import { TinyNet } from './support/small-nets.ts';
import { createTinyTrainer, tinyDataset } from './support/tiny-training.ts';

const { DataLoader, EventFileWriter, GoogLeNetError, nn, SGD, Trainer } = library;

/** What a program without types may pass for a value of any type. */
type Wrong = never;

const folder = mkdtempSync(join(tmpdir(), 'googlenet-doors-'));
const engine = openReferenceEngine();
const model = new TinyNet().initialize(0);
const loss = new nn.CrossEntropyLoss();
const dataset = tinyDataset('test', 9);
const loader = new DataLoader(dataset, { batchSize: 4, imageSize: 4, shuffle: false });
const optimizer = new SGD({ learningRate: 0.1 });
const parameter = new nn.Parameter([1, 1], () => 0);
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
);
const events = EventFileWriter.open(folder);
afterAll(() => events.close());

const noCounts = [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '3', null, {}, [3], true];
const noNaturals = noCounts.filter((value) => value !== 0);
const noNumbers = [-1, Number.NaN, Number.POSITIVE_INFINITY, '3', null, {}, true];
const noSeeds = [1.5, Number.NaN, Number.POSITIVE_INFINITY, '3', null, {}];
const noFlags = [0, 'yes', null, {}];
const noTexts = [5, null, {}, true];
const noFunctions = [5, 'x', null, {}];
const noObjects = [5, 'x', null, undefined];
const noInstances = [5, 'x', null, undefined, {}];
const noLists = [5, 'x', null, {}];
const noShapes = [5, 'x', null, [], [1, 0, 4], [1, 4.5, 4], [1, '4', 4], [-1, 4, 4], [1, Number.NaN, 4], {}];
const noSizes = [...noCounts.filter((value) => !Array.isArray(value)), [], [3], [0, 3], [3, 3, 3], ['3', 3]];
const noPaddings = noSizes.filter((value) => value !== 0 && String(value) !== '0,3');
const noBytes = [5, 'x', null, undefined, [1, 2], new Float32Array(2)];
const noLanguages = ['fr', 5, null];

const trainer = (options: Readonly<Record<string, unknown>>) =>
  new Trainer({ model, loss, trainData: loader, testData: loader, optimizer, engine, ...options });
const open = (options: Readonly<Record<string, unknown>>) => library.openStudio({ directory: folder, ...options });
const predictions = { dataset, classCount: 3, logits: new Float32Array(27) };
const tensor = { dtype: 'F32', shape: [2], data: new Float32Array(2) } as const;
const encode = (changed: object) =>
  library.encodeSafetensors(new Map([['a', { ...tensor, ...changed } as typeof tensor]]));
const report = library.classificationReport(predictions);

/** By door, named as its error must name it: a call that takes a wrong value, and the wrong values. */
const doors: Readonly<Record<string, readonly [(value: Wrong) => unknown, readonly unknown[]]>> = {
  'SGD: learningRate': [(value) => new SGD({ learningRate: value }), noNumbers],
  'SGD: momentum': [(value) => new SGD({ learningRate: 1, momentum: value }), noNumbers],
  'SGD: weightDecay': [(value) => new SGD({ learningRate: 1, weightDecay: value }), noNumbers],
  'SGD: nesterov': [(value) => new SGD({ learningRate: 1, momentum: 0.9, nesterov: value }), noFlags],
  'SGD: groups': [(value) => new SGD({ learningRate: 1, groups: value }), [...noLists, [5], [{}], [null]]],
  'SGD: group names': [
    (value) => new SGD({ learningRate: 1, groups: [{ names: value }] }),
    [...noLists, [5], ['[9-0]']],
  ],
  'SGD: group learningRateFactor': [
    (value) => new SGD({ learningRate: 1, groups: [{ names: ['*'], learningRateFactor: value }] }),
    noNumbers,
  ],
  'SGD: group weightDecay': [
    (value) => new SGD({ learningRate: 1, groups: [{ names: ['*'], weightDecay: value }] }),
    noNumbers,
  ],
  'SGD: decayBiases': [(value) => new SGD({ learningRate: 1, decayBiases: value }), noFlags],
  'Adam: learningRate': [(value) => new library.Adam({ learningRate: value }), noNumbers],
  'Adam: betas': [
    (value) => new library.Adam({ betas: value }),
    [...noLists, [], [0.9], [0.9, 1], [-0.1, 0.9], [0, 0, 0]],
  ],
  'Adam: epsilon': [(value) => new library.Adam({ epsilon: value }), [...noNumbers, 0, 1e-40]],
  'AdamW: weightDecay': [(value) => new library.AdamW({ weightDecay: value }), noNumbers],
  'prediction: model': [(value) => library.prediction(value, [1, 1, 4, 4]), noInstances],
  'prediction: imageShape': [(value) => library.prediction(model, value), noShapes],
  'trainingStep: loss': [
    (value) => library.trainingStep({ model, loss: value, optimizer, imageShape: [1, 1, 4, 4] }),
    noInstances,
  ],
  'gradientStep: imageShape': [(value) => library.gradientStep({ model, loss, imageShape: value }), noShapes],
  'evaluationStep: model': [
    (value) => library.evaluationStep({ model: value, loss, imageShape: [1, 1, 4, 4] }),
    noInstances,
  ],

  'fashionMnist: options': [(value) => library.fashionMnist(value), noObjects],
  'fashionMnist: split': [(value) => library.fashionMnist({ split: value }), ['valid', 5, null, undefined]],
  'fashionMnist: limit': [(value) => library.fashionMnist({ split: 'test', limit: value }), noCounts],
  'fashionMnist: directory': [(value) => library.fashionMnist({ split: 'test', directory: value }), noTexts],
  'fashionMnist: proxy': [
    (value) => library.fashionMnist({ split: 'test', proxy: value }),
    noObjects.filter((value) => value !== undefined),
  ],
  'fashionMnist: proxy.http': [(value) => library.fashionMnist({ split: 'test', proxy: { http: value } }), noTexts],
  'fashionMnist: mirrors': [(value) => library.fashionMnist({ split: 'test', mirrors: value }), noLists],
  'DataLoader: dataset': [(value) => new DataLoader(value, { batchSize: 1 }), noInstances],
  'DataLoader: batchSize': [(value) => new DataLoader(dataset, { batchSize: value }), [...noCounts, undefined]],
  'DataLoader: imageSize': [
    (value) => new DataLoader(dataset, { batchSize: 1, imageSize: value }),
    [...noCounts, 8193],
  ],
  'DataLoader: shuffle': [(value) => new DataLoader(dataset, { batchSize: 1, shuffle: value }), noFlags],
  'batch: share': [(value) => loader.batch(1, 0, value), noObjects.filter((value) => value !== undefined)],
  'batch: rank': [(value) => loader.batch(1, 0, { rank: value, size: 2 }), [...noNaturals, undefined, 2]],
  'batch: size': [(value) => loader.batch(1, 0, { rank: 0, size: value }), [...noCounts, undefined]],
  'DataLoader: seed': [(value) => new DataLoader(dataset, { batchSize: 1, seed: value }), noSeeds],

  'openEngine: engine': [(value) => library.openEngine(value), ['tensorflow', 5, null, undefined, 'toString']],
  'openEngine: threads': [(value) => library.openEngine('reference', { threads: value }), noCounts],
  'openEngine: onednn': [(value) => library.openEngine('reference', { onednn: value }), noTexts],
  'openEngine: device': [
    (value) => library.openEngine('reference', { device: value }),
    [-1, 0.5, Number.NaN, null, true, []],
  ],
  'openEngine: describe': [(value) => library.openEngine('reference', { describe: value }), noFunctions],
  'openTrainingEngine: engine': [
    (value) => library.openTrainingEngine({ engine: value, threads: 1 }),
    ['tensorflow', 5, null],
  ],
  'openTrainingEngine: threads': [
    (value) => library.openTrainingEngine({ engine: 'reference', threads: 1 }, { threads: value }),
    noCounts,
  ],
  'predict: model': [(value) => library.predict(value, new Float32Array(16), { imageShape: [1, 4, 4] }), noInstances],
  'predict: images': [(value) => library.predict(model, value, { imageShape: [1, 4, 4] }), noBytes.slice(0, 5)],
  'predict: imageShape': [(value) => library.predict(model, new Float32Array(16), { imageShape: value }), noShapes],
  'predict: engine': [
    (value) => library.predict(model, new Float32Array(16), { imageShape: [1, 4, 4], engine: value }),
    [5, 'x', null, {}],
  ],
  'predictDataset: engine': [(value) => library.predictDataset(value, model, loader), noInstances],
  'predictDataset: model': [(value) => library.predictDataset(engine, value, loader), noInstances],
  'predictDataset: loader': [(value) => library.predictDataset(engine, model, value), noInstances],
  'classificationReport: predictions': [(value) => library.classificationReport(value), noObjects],
  'classificationReport: mistakes': [
    (value) => library.classificationReport(predictions, { mistakes: value }),
    noNaturals,
  ],
  'classificationReport: classCount': [
    (value) => library.classificationReport({ ...predictions, classCount: value }),
    noCounts,
  ],
  'classificationReport: logits': [
    (value) => library.classificationReport({ ...predictions, logits: value }),
    [null, [1], new Float32Array(26), new Float64Array(27)],
  ],
  'classificationReport: dataset': [
    (value) => library.classificationReport({ ...predictions, dataset: value }),
    noInstances,
  ],

  'listBlocks: model': [(value) => library.listBlocks(value, [1, 4, 4]), noInstances],
  'listBlocks: imageShape': [(value) => library.listBlocks(model, value), noShapes],
  'exportOnnx: model': [(value) => library.exportOnnx(value, { imageShape: [1, 4, 4] }), noInstances],
  'exportOnnx: imageShape': [(value) => library.exportOnnx(model, { imageShape: value }), [...noShapes, [1, 1, 4, 4]]],
  'exportOnnx: softmax': [(value) => library.exportOnnx(model, { imageShape: [1, 4, 4], softmax: value }), noFlags],
  'exportOnnx: activations': [
    (value) => library.exportOnnx(model, { imageShape: [1, 4, 4], activations: value }),
    noLists,
  ],
  'exportOnnx: metadata': [
    (value) => library.exportOnnx(model, { imageShape: [1, 4, 4], metadata: { a: value } }),
    noTexts,
  ],
  'describeNetwork: model': [(value) => library.describeNetwork(value, [1, 4, 4]), noInstances],
  'describeNetwork: imageShape': [(value) => library.describeNetwork(model, value), [...noShapes, [1, 4]]],
  'summarize: model': [(value) => library.summarize(value, [1, 1, 4, 4]), noInstances],
  'summarize: input shape': [(value) => library.summarize(model, value), noShapes],
  'summarize: depth': [(value) => library.summarize(model, [1, 1, 4, 4], { depth: value }), noNaturals],
  'summarize: columns': [
    (value) => library.summarize(model, [1, 1, 4, 4], { columns: value }),
    noLists.filter((value) => value !== null),
  ],
  'printSummary: style': [
    (value) => library.printSummary(library.summarize(model, [1, 1, 4, 4]), { style: value }),
    ['torch', 'toString', 5, null],
  ],

  'encodeSafetensors: tensors': [(value) => library.encodeSafetensors(value), noInstances],
  'encodeSafetensors: tensor': [(value) => library.encodeSafetensors(new Map([['a', value]])), noInstances],
  'encodeSafetensors: shape': [(value) => encode({ shape: value }), [5, null, [3], [-2], [1.5]]],
  'encodeSafetensors: data': [(value) => encode({ data: value }), [null, [1, 2], new Float64Array(2), undefined]],
  'encodeSafetensors: dtype': [(value) => encode({ dtype: value }), ['F8', 5, null, undefined, 'toString']],
  'encodeSafetensors: name': [(value) => library.encodeSafetensors(new Map([[value, tensor]])), [5, null, undefined]],
  'encodeSafetensors: metadata': [
    (value) => library.encodeSafetensors(new Map([['a', tensor]]), { a: value }),
    noTexts,
  ],
  'writeSafetensors: tensors': [(value) => library.writeSafetensors(join(folder, 'a.safetensors'), value), noInstances],
  'decodeSafetensors: bytes': [(value) => library.decodeSafetensors(value, 'it'), noBytes],
  'decodeSafetensors: where': [(where) => library.decodeSafetensors(new Uint8Array(0), where), noTexts],
  'decodeTorchFile: where': [(where) => library.decodeTorchFile(new Uint8Array(0), where, { key: 'model' }), noTexts],
  'decodeTorchFile: bytes': [(value) => library.decodeTorchFile(value, 'it'), noBytes],
  'decodeTorchCheckpoint: bytes': [(value) => library.decodeTorchCheckpoint(value, 'it'), noBytes],
  'decodeTorchCheckpoint: key': [
    (key) => library.decodeTorchCheckpoint(new Uint8Array(0), 'it', { key }),
    [null, 1, []],
  ],
  'saveModel: model': [(value) => library.saveModel(value, join(folder, 'a.safetensors')), noInstances],
  'saveModel: path': [(value) => library.saveModel(model, value), noTexts],
  'loadModel: model': [(value) => library.loadModel(value, join(folder, 'a.safetensors')), noInstances],
  'loadModel: path': [(value) => library.loadModel(model, value), noTexts],
  'loadModel: key': [(key) => library.loadModel(model, join(folder, 'a.safetensors'), { key }), [null, 1, []]],
  'recordRun: trainer': [(value) => library.recordRun(value, folder, async () => 1), noInstances],
  'recordRun: folder': [(value) => library.recordRun(trainer({}), value, async () => 1), noTexts],
  'recordRun: train': [(value) => library.recordRun(trainer({}), folder, value), noFunctions],
  'recordRun: epochs': [(value) => library.recordRun(trainer({}), folder, async () => 1, { epochs: value }), noCounts],
  'recordRun: logEvery': [
    (value) => library.recordRun(trainer({}), folder, async () => 1, { logEvery: value }),
    noCounts,
  ],
  'decodeCheckpoint: bytes': [(value) => library.decodeCheckpoint(value, 'it'), noBytes],
  'EventFileWriter: folder': [(value) => EventFileWriter.open(value), noTexts],
  'EventFileWriter: startStep': [(value) => EventFileWriter.open(folder, { startStep: value }), noNaturals],
  'EventFileWriter: wallTime': [(value) => EventFileWriter.open(folder, { wallTime: value }), noNumbers],
  'scalar: tag': [(value) => events.scalar(value, 1, 1), [...noTexts, '', 'a b', undefined]],
  'scalar: value': [(value) => events.scalar('a', value, 1), ['3', null, {}, undefined]],
  'scalar: step': [(value) => events.scalar('a', 1, value), [1.5, Number.NaN, '3', null, {}]],
  'scalar: wallTime': [(value) => events.scalar('a', 1, 1, value), noNumbers],
  'image: png': [(value) => events.image('a', value, { height: 1, width: 1 }, 1), noBytes],
  'image: size': [(value) => events.image('a', png, value, 1), [{}, { height: 2, width: 1 }]],

  'GoogLeNet: numClasses': [(value) => new library.GoogLeNet({ numClasses: value }), noCounts],
  'GoogLeNet: inChannels': [(value) => new library.GoogLeNet({ inChannels: value }), noCounts],
  'LeNet: numClasses': [(value) => new library.LeNet({ numClasses: value }), noCounts],
  'LeNet: imageSize': [(value) => new library.LeNet({ imageSize: value }), noSizes],
  'AlexNet: numClasses': [(value) => new library.AlexNet({ numClasses: value }), noCounts],
  'AlexNet: imageSize': [(value) => new library.AlexNet({ imageSize: value }), noSizes],
  'VGG11: imageSize': [(value) => new library.VGG11({ imageSize: value }), noSizes],
  'VGG11: width': [(value) => new library.VGG11({ width: value }), [...noNumbers, 0, 0.3]],
  'NiN: numClasses': [(value) => new library.NiN({ numClasses: value }), noCounts],
  'NiN: inChannels': [(value) => new library.NiN({ inChannels: value }), noCounts],
  'GoogLeNet2014: imageSize': [(value) => new library.GoogLeNet2014({ imageSize: value }), noSizes],
  'GoogLeNet2014: heads': [(value) => new library.GoogLeNet2014({ heads: value }), noFlags],
  'GoogLeNetBN: numClasses': [(value) => new library.GoogLeNetBN({ numClasses: value }), noCounts],
  'GoogLeNetBN: heads': [(value) => new library.GoogLeNetBN({ heads: value }), noFlags],
  'ResNet18: numClasses': [(value) => new library.ResNet18({ numClasses: value }), noCounts],
  'kaimingNormal: mode': [(value) => nn.init.kaimingNormal(parameter, { mode: value }), ['fan_out', 5, null]],
  'truncatedNormal: deviation': [(value) => nn.init.truncatedNormal(parameter, value, 2), [...noNumbers, undefined]],
  'truncatedNormal: limit': [(value) => nn.init.truncatedNormal(parameter, 1, value), [...noNumbers, undefined, 0.5]],
  'constant: value': [(value) => nn.init.constant(parameter, value), ['3', null, {}, undefined, Number.NaN]],
  'options.flag': [(value) => nn.options.flag('a', value), [...noFlags, undefined]],
  'options.factor': [(value) => nn.options.factor('a', value), [...noNumbers, undefined, 0]],
  'Conv2d: inChannels': [(value) => new nn.Conv2d(value, 1, 1), noCounts],
  'Conv2d: outChannels': [(value) => new nn.Conv2d(1, value, 1), noCounts],
  'Conv2d: kernelSize': [(value) => new nn.Conv2d(1, 1, value), noSizes],
  'Conv2d: stride': [(value) => new nn.Conv2d(1, 1, 1, { stride: value }), noSizes.filter((value) => value !== null)],
  'Conv2d: padding': [
    (value) => new nn.Conv2d(1, 1, 1, { padding: value }),
    noPaddings.filter((value) => value !== null),
  ],
  'Conv2d: dilation': [
    (value) => new nn.Conv2d(1, 1, 1, { dilation: value }),
    noSizes.filter((value) => value !== null),
  ],
  'Conv2d: groups': [(value) => new nn.Conv2d(6, 6, 1, { groups: value }), [...noCounts, 4]],
  'Conv2d: bias': [(value) => new nn.Conv2d(1, 1, 1, { bias: value }), noFlags.filter((value) => value !== null)],
  'Linear: inFeatures': [(value) => new nn.Linear(value, 1), noCounts],
  'Linear: outFeatures': [(value) => new nn.Linear(1, value), noCounts],
  'Linear: bias': [(value) => new nn.Linear(1, 1, { bias: value }), noFlags],
  'MaxPool2d: kernelSize': [(value) => new nn.MaxPool2d(value), noSizes],
  'MaxPool2d: ceilMode': [(value) => new nn.MaxPool2d(2, { ceilMode: value }), noFlags],
  'AvgPool2d: ceilMode': [(value) => new nn.AvgPool2d(2, { ceilMode: value }), noFlags],
  'AvgPool2d: countIncludePad': [(value) => new nn.AvgPool2d(2, { countIncludePad: value }), noFlags],
  'LeakyReLU: negativeSlope': [(value) => new nn.LeakyReLU({ negativeSlope: value }), noNumbers],
  'GELU: approximate': [(value) => new nn.GELU({ approximate: value }), ['erf', 5, null, true]],
  'LocalResponseNorm: size': [(value) => new nn.LocalResponseNorm(value), noCounts],
  'LocalResponseNorm: alpha': [(value) => new nn.LocalResponseNorm(5, { alpha: value }), noNumbers],
  'LocalResponseNorm: beta': [(value) => new nn.LocalResponseNorm(5, { beta: value }), noNumbers],
  'LocalResponseNorm: k': [(value) => new nn.LocalResponseNorm(5, { k: value }), noNumbers],
  'AvgPool2d: stride': [(value) => new nn.AvgPool2d(2, { stride: value }), noSizes.filter((value) => value !== null)],
  'AdaptiveAvgPool2d: output size': [(value) => new nn.AdaptiveAvgPool2d(value), noSizes],
  'Sequential: module': [(value) => new nn.Sequential(value), noInstances],
  'Parameter: shape': [(value) => new nn.Parameter(value, () => 0), noShapes.filter((value) => String(value) !== '')],
  'Parameter: initializer': [(value) => new nn.Parameter([1], value), noFunctions],
  'Parameter: data': [
    (value) => {
      new nn.Parameter([2], () => 0).data = value;
    },
    [null, [1, 2], new Float32Array(3), new Float64Array(2)],
  ],
  'initialize: seed': [(value) => new TinyNet().initialize(value), noSeeds],
  'loadStateDict: state': [(value) => new TinyNet().loadStateDict(value), noInstances],

  'lossCurves: epochs': [(value) => library.lossCurves(value), noLists],
  'accuracyCurves: language': [(value) => library.accuracyCurves([], { language: value }), noLanguages],
  'confusionPlot: report': [(value) => library.confusionPlot(value), noInstances],
  'confusionPlot: matrix': [
    (value) => library.confusionPlot({ ...report, confusionMatrix: value }),
    [...noLists, [], [[1]]],
  ],
  'confusionPlot: language': [(value) => library.confusionPlot(report, { language: value }), noLanguages],
  'readRunCsv: text': [(value) => library.readRunCsv(value, 'it'), noTexts],
  'writeRunReport: report': [(value) => library.writeRunReport(folder, value), noInstances],
  'openStudio: options': [(value) => library.openStudio(value), noObjects],
  'openStudio: directory': [(value) => open({ directory: value }), noTexts],
  'openStudio: host': [(value) => open({ host: value }), noTexts],
  'openStudio: port': [(value) => open({ port: value }), [...noNaturals, 65_536]],
  'openStudio: program': [(value) => open({ program: value }), noTexts],
  'openStudio: readOnly': [(value) => open({ readOnly: value }), noFlags],
  'openStudio: networks': [(value) => open({ networks: value }), noLists],
  'openStudio: network': [
    (value) => open({ networks: [{ name: 'a', model: value, imageShape: [1, 4, 4] }] }),
    noInstances,
  ],
  'openStudio: loadTestImages': [(value) => open({ loadTestImages: value }), noFunctions],
  'openStudio: onError': [(value) => open({ onError: value }), noFunctions],

  'constant: learningRate': [(value) => library.constant(value), noNumbers],
  'stepDecay: parts': [(value) => library.stepDecay(1, { parts: value }), noCounts],
  'stepDecay: factor': [(value) => library.stepDecay(1, { factor: value }), noNumbers],
  'cosine: learningRate': [(value) => library.cosine(value), noNumbers],
  'cosine: minimum': [(value) => library.cosine(1, { minimum: value }), noNumbers],
  'oneCycle: peak': [(value) => library.oneCycle(value), noNumbers],
  'oneCycle: rise': [(value) => library.oneCycle(1, { rise: value }), [...noNumbers, 1.5]],
  'oneCycle: divideFirst': [(value) => library.oneCycle(1, { divideFirst: value }), [...noNumbers, 0]],
  'withWarmup: schedule': [(value) => library.withWarmup(value, 1), noFunctions],
  'withWarmup: steps': [(value) => library.withWarmup(library.constant(1), value), noNaturals],

  'Trainer: options': [(value) => new Trainer(value), noObjects],
  'Trainer: model': [(value) => trainer({ model: value }), noInstances],
  'Trainer: loss': [(value) => trainer({ loss: value }), [...noInstances, new nn.Linear(3, 3)]],
  'Trainer: trainData': [(value) => trainer({ trainData: value }), [...noInstances, dataset]],
  'Trainer: testData': [
    (value) => trainer({ testData: value }),
    [...noInstances, new DataLoader(dataset, { batchSize: 4, imageSize: 5 })],
  ],
  'Trainer: validationData': [
    (value) => trainer({ validationData: value }),
    [...noInstances, new DataLoader(dataset, { batchSize: 4, imageSize: 5 })].filter((value) => value !== undefined),
  ],
  'Trainer: optimizer': [(value) => trainer({ optimizer: value }), noInstances],
  'Trainer: optimizer groups': [
    (value) => trainer({ optimizer: { learningRate: 1, update() {}, groups: value } }),
    [...noLists, [{ names: ['nothing'] }]],
  ],
  'Trainer: accumulate': [(value) => trainer({ accumulate: value }), noCounts],
  'Trainer: clipNorm': [(value) => trainer({ clipNorm: value }), [...noNumbers, 0]],
  'Trainer: group': [
    (value) => trainer({ group: value }),
    [...noInstances.filter((value) => value !== undefined), library.localGroups(5)[0] as Wrong],
  ],
  'Trainer: syncBatchNorm': [(value) => trainer({ syncBatchNorm: value }), noFlags],
  'Trainer: checkEvery': [(value) => trainer({ checkEvery: value }), noCounts],
  'localGroups: size': [(value) => library.localGroups(value), [...noCounts, undefined]],
  'localGroups: timeout': [(value) => library.localGroups(2, { timeout: value }), [0, ...noNumbers]],
  'openMpiGroup: timeout': [(value) => library.openMpiGroup({ variables: {}, timeout: value }), [0, ...noNumbers]],
  'Trainer: emaDecay': [(value) => trainer({ emaDecay: value }), [...noNumbers, 1]],
  'Trainer: schedule': [(value) => trainer({ schedule: value }), noFunctions],
  'Trainer: earlyStopping': [
    (value) => trainer({ earlyStopping: value }),
    noCounts.filter((value) => value !== Number.POSITIVE_INFINITY),
  ],
  'Trainer: engine': [(value) => trainer({ engine: value }), ['reference', 5, null, {}]],
  'Trainer: seed': [(value) => trainer({ seed: value }), noSeeds],
  'Trainer: epochs': [(value) => trainer({}).train(value), [...noCounts, undefined]],
  'Trainer: observer': [(value) => trainer({}).observe(value), noFunctions],
  'Trainer: save': [(value) => trainer({}).keepCheckpoints({ save: value }), noFunctions],
  'Trainer: everySteps': [(value) => trainer({}).keepCheckpoints({ save() {}, everySteps: value }), noCounts],
};

describe('the doors of the library', () => {
  const rows = Object.entries(doors).map(([name, [call, values]]) => ({ name, call, values }));
  it.each(rows)('$name', async ({ call, values }) => {
    expect(values.length).toBeGreaterThan(0);
    for (const value of values) {
      const given = describeValue(value);
      const refusal = await Promise.resolve()
        .then(() => call(value as Wrong))
        .then(
          () => expect.fail(`${given} is taken`),
          (error: unknown) => error,
        );
      expect(refusal, given).toBeInstanceOf(GoogLeNetError);
    }
  });

  it('say where, what was found and what was expected', () => {
    const texts = [
      [() => new nn.Linear(4, 0), 'Linear: outFeatures is 0, expected a whole number of at least 1'],
      [() => new nn.Conv2d(6, 8, 3, { groups: 4 }), 'Conv2d: inChannels is 6, expected a multiple of groups 4'],
      [() => new nn.Conv2d(8, 6, 3, { groups: 4 }), 'Conv2d: outChannels is 6, expected a multiple of groups 4'],
      [() => new nn.MaxPool2d([2, 1.5]), 'MaxPool2d: kernelSize is 1.5, expected a whole number of at least 1'],
      [() => trainer({ loss: 'mse' }), "loss is 'mse', expected a Loss"],
      [() => trainer({ loss: new nn.Linear(3, 3) }), 'loss is a Linear, expected a Loss'],
      [() => trainer({ loss: new LearningLoss() }), 'the loss has a parameter, factor'],
      [
        () => library.summarize(model, JSON.parse('[1, "x"]')),
        "input shape is [1,'x'], expected positive whole numbers",
      ],
    ] as const;
    for (const [call, text] of texts) expect(call).toThrow(text);
  });

  it('take what is right at their limits', async () => {
    expect(trainer({ earlyStopping: Number.POSITIVE_INFINITY, seed: -1 })).toBeInstanceOf(Trainer);
    expect(new nn.Parameter([], () => 0).shape).toEqual([]);
    expect(new DataLoader(dataset, { batchSize: 2 ** 20, imageSize: 4, seed: -5 }).batchCount).toBe(1);
    await using tiny = await createTinyTrainer(new TinyNet(), { engine: 'reference', earlyStopping: 1 });
    expect((await tiny.train(1)).length).toBe(1);
  });
});

describe('a dataset', () => {
  const bytes = dataset.images;
  it.each([
    [
      'five bytes for nine images',
      { images: bytes.subarray(0, 5) },
      'images is a Uint8Array of 5 elements, expected a Uint8Array of 144 elements for 9 images of 4×4',
    ],
    ['too many bytes', { images: new Uint8Array(145) }, 'images is a Uint8Array of 145 elements'],
    ['pixels as fractions', { images: Float32Array.from(bytes) }, 'images is a Float32Array of 144 elements'],
    ['pixels as a list', { images: [...bytes] }, 'images is an Array of 144 elements'],
    [
      'no images',
      { count: 0, images: new Uint8Array(0), labels: new Uint8Array(0) },
      'is [0,1,4,4], expected 4 positive',
    ],
    ['half a row', { rows: 4.5 }, 'is [9,1,4.5,4], expected 4 positive'],
    [
      'too few labels',
      { labels: dataset.labels.subarray(1) },
      'labels is a Uint8Array of 8 elements, expected a Uint8Array of 9',
    ],
    ['labels as a list', { labels: [...dataset.labels] }, 'labels is an Array of 9 elements'],
    [
      'a label without a class',
      { classNames: ['a', 'b'] },
      'label 1 is 2, expected the index of one of the 2 classNames',
    ],
    ['no class names', { classNames: undefined }, 'dataset.classNames is undefined, expected an Array'],
    ['no name', { name: undefined }, 'dataset.name is undefined, expected a string'],
  ] as const)('with %s is refused', (_, changed, text) => {
    const wrong = { ...dataset, ...changed } as unknown as library.ImageDataset;
    const open = () => new DataLoader(wrong, { batchSize: 4, imageSize: 4 });
    expect(open).toThrow(GoogLeNetError);
    expect(open).toThrow(text);
  });
});

class LearningLoss extends nn.CrossEntropyLoss {
  readonly factor = new nn.Parameter([1], () => 1);
}
