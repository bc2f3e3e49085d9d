// The door of the trainer: its options, each by itself and those that must fit each other.
import { requireFittingPatterns, requireGroups } from '../compile/optimizers/parameter-groups.ts';
import { prediction, trainingForward } from '../compile/programs.ts';
import { requireFittingLabels } from '../data/check-dataset.ts';
import { DataLoader } from '../data/loader.ts';
import { batchSizesOf, everything } from '../data/share.ts';
import type { ProcessGroup } from '../distributed/process-group.ts';
import { Engine } from '../engines/engine.ts';
import { ModelError } from '../errors/model-error.ts';
import { OptionError } from '../errors/option-error.ts';
import { requireFinite, requireSeed, requireType, requireWhole } from '../errors/require-option.ts';
import { printShape, sameShape } from '../graph/shape.ts';
import { Loss } from '../nn/loss.ts';
import { Module } from '../nn/module.ts';
import type { TrainerOptions } from './trainer-options.ts';

/** @throws OptionError naming the option, or the two that do not fit; ModelError for a loss that would have to learn */
export function checkTrainerOptions(options: TrainerOptions): void {
  requireType('options', options, Object);
  const {
    model,
    loss,
    trainData,
    testData,
    validationData,
    optimizer,
    schedule,
    earlyStopping,
    engine,
    accumulate = 1,
    clipNorm,
    emaDecay,
    group,
    checkEvery,
    syncBatchNorm = false,
    seed = 0,
  } = options;
  requireType('model', model, Module);
  requireType('loss', loss, Loss, { hint: 'use nn.CrossEntropyLoss, or extend nn.Loss' });
  requireType('trainData', trainData, DataLoader);
  if (validationData === undefined || testData !== undefined) requireType('testData', testData, DataLoader);
  if (validationData !== undefined) requireType('validationData', validationData, DataLoader);
  requireType('optimizer', optimizer, Object);
  requireType('optimizer.update', optimizer.update, 'function');
  requireFinite('optimizer.learningRate', optimizer.learningRate);
  if (optimizer.groups !== undefined) requireGroups('optimizer', optimizer.groups);
  requireFittingPatterns(
    optimizer,
    [...model.namedParameters()].map(([name]) => name),
  );
  if (schedule !== undefined) requireType('schedule', schedule, 'function');
  if (earlyStopping !== undefined && earlyStopping !== Number.POSITIVE_INFINITY) {
    requireWhole('earlyStopping', earlyStopping, { hint: 'give a number of epochs, or leave it out' });
  }
  if (engine !== undefined) {
    requireType('engine', engine, Engine, { hint: "open one: engine: await openEngine('auto')" });
  }
  requireWhole('accumulate', accumulate, { hint: 'give a number of batches' });
  if (clipNorm !== undefined) requireFinite('clipNorm', clipNorm, { least: Number.MIN_VALUE });
  if (emaDecay !== undefined) requireFinite('emaDecay', emaDecay, { below: 1 });
  if (checkEvery !== undefined) requireWhole('checkEvery', checkEvery, { hint: 'give a number of steps' });
  requireType('syncBatchNorm', syncBatchNorm, 'boolean');
  if (group !== undefined) requireGroup(group, trainData.batchSize);
  requireSeed('seed', seed);
  for (const [name, loader] of Object.entries({ testData, validationData })) {
    if (loader === undefined || sameShape(loader.imageShape, trainData.imageShape)) continue;
    const [found, train] = [loader, trainData].map(({ imageShape }) => printShape(imageShape));
    throw new OptionError(`${name} has images of ${found}, trainData of ${train}`, {
      hint: 'give both loaders one imageSize, and datasets of one number of channels',
    });
  }
  if ([...model.namedParameters()].every(([, { requiresGrad }]) => !requiresGrad)) {
    throw new ModelError('nothing of the model is learned: all of its parameters are frozen', {
      hint: 'set requiresGrad of those that are to be learned',
    });
  }
  const [learned] = loss.namedParameters();
  if (learned !== undefined) {
    throw new ModelError(`the loss has a parameter, ${learned[0]}, which would not be kept`, {
      hint: 'make it a part of the model',
    });
  }
}

function requireGroup(group: ProcessGroup, batchSize: number): void {
  requireType('group', group, Object, { hint: 'give what openMpiGroup or localGroups returned' });
  if (batchSize >= group.size) return;
  throw new OptionError(`trainData has batches of ${batchSize} images, fewer than the ${group.size} processes`, {
    hint: 'a batch is shared among the processes: give a batchSize that is larger',
  });
}

/**
 * Traces the model, so that it is not for the constructor.
 * @throws OptionError naming the dataset and its largest label; ShapeError for batches, also a short last one, that a layer
 * cannot learn from
 */
export function checkSteps({ model, loss, trainData, testData, validationData, group }: TrainerOptions): void {
  for (const images of new Set(batchSizesOf(trainData, group ?? everything))) {
    if (images > 0) trainingForward({ model, loss, imageShape: [images, ...trainData.imageShape] });
  }
  const classes =
    prediction(model, [1, ...trainData.imageShape])
      .outputs.get('logits')
      ?.shape.at(-1) ?? 0;
  for (const loader of [trainData, testData, validationData]) {
    if (loader !== undefined) requireFittingLabels(loader.dataset, classes);
  }
}
