import { describe, expect, it } from 'vitest';
import { createModel, type ModelChoice, models } from './model-table.ts';
import { recogniseModel } from './recognise.ts';

/** With other classes, channels and sizes than the usual, so that none of them is a guess. */
const cases: readonly (readonly [ModelChoice, imageSize: number])[] = [
  [{ name: 'googlenet', options: { numClasses: 7, inChannels: 3 } }, models.googlenet.imageSize],
  [{ name: 'lenet', options: { numClasses: 3, inChannels: 3 } }, 64],
  [{ name: 'lenet', options: { numClasses: 10, inChannels: 1 } }, 28],
  [{ name: 'alexnet', options: { numClasses: 4, inChannels: 3 } }, 96],
  [{ name: 'alexnet', options: { numClasses: 4, inChannels: 1 } }, 224],
  [{ name: 'vgg11', options: { numClasses: 3, inChannels: 3, width: 0.25 } }, 96],
  [{ name: 'vgg11', options: { numClasses: 3, inChannels: 1, width: 1 } }, 224],
  [{ name: 'nin', options: { numClasses: 5, inChannels: 3 } }, 224],
  [{ name: 'googlenet-2014', options: { numClasses: 5, inChannels: 3, heads: true } }, 96],
  [{ name: 'googlenet-2014', options: { numClasses: 5, inChannels: 1, heads: false } }, 224],
  [{ name: 'googlenet-bn', options: { numClasses: 1000, inChannels: 3, heads: true } }, 224],
  [{ name: 'googlenet-bn', options: { numClasses: 2, inChannels: 1, heads: false } }, 224],
  [{ name: 'resnet18', options: { numClasses: 1000, inChannels: 3 } }, 224],
];

function shapesOf(choice: ModelChoice, imageSize: number) {
  return new Map([...createModel(choice, imageSize).namedParameters()].map(([name, { shape }]) => [name, { shape }]));
}

describe('recogniseModel', () => {
  it.each(cases)('finds %j, made for images of %i', (choice, imageSize) => {
    expect(recogniseModel(shapesOf(choice, imageSize))).toEqual({ ...choice, imageSize });
  });

  it('does not take tensors of another network for one that it knows', () => {
    const shapes = shapesOf(...cases[0]);
    expect(recogniseModel(new Map())).toBeUndefined();
    expect(recogniseModel(new Map([...shapes].map(([name, tensor]) => [`module.${name}`, tensor])))).toBeUndefined();
    expect(recogniseModel(new Map([...shapes].filter(([name]) => name !== 'model.21.weight')))).toBeUndefined();
    expect(recogniseModel(new Map([...shapes, ['model.0.weight', { shape: [64, 1, 5, 5] }]]))).toBeUndefined();
    expect(recogniseModel(new Map([...shapes, ['model.0.weight', { shape: [32, 1, 7, 7] }]]))).toBeUndefined();
  });

  it('does not take a larger network of a family for the smaller one', () => {
    const shapes = shapesOf({ name: 'resnet18', options: { numClasses: 2, inChannels: 3 } }, 224);
    expect(recogniseModel(new Map([...shapes, ['layer1.2.conv1.weight', { shape: [64, 64, 3, 3] }]]))).toBeUndefined();
    const wide = shapesOf({ name: 'vgg11', options: { numClasses: 2, inChannels: 3 } }, 32);
    expect(recogniseModel(new Map([...wide, ['model.0.0.weight', { shape: [512, 3, 3, 3] }]]))).toBeUndefined();
  });

  it('takes no tensors for a network that have no classes, channels or dimensions', () => {
    const shapes = shapesOf(...cases[2]);
    for (const [name, shape] of [
      ['model.11.weight', [0, 84]],
      ['model.11.weight', []],
      ['model.0.weight', [6, 0, 5, 5]],
      ['model.0.weight', [6]],
    ] as const) {
      expect(recogniseModel(new Map([...shapes, [name, { shape }]]))).toBeUndefined();
    }
  });

  it('asks the rows that it is told to', () => {
    const shapes = shapesOf(...cases[2]);
    expect(recogniseModel(shapes, ['googlenet'])).toBeUndefined();
    expect(recogniseModel(shapes, ['googlenet', 'lenet'])?.name).toBe('lenet');
  });
});
