import { describe, expect, it } from 'vitest';
import { createModel, type ModelChoice, models } from './model-table.ts';
import { recogniseModel } from './recognise.ts';

/** With other classes, channels and sizes than the usual, so that none of them is a guess. */
const cases: readonly (readonly [ModelChoice, imageSize: number])[] = [
  [{ name: 'googlenet', options: { numClasses: 7, inChannels: 3 } }, models.googlenet.imageSize],
  [{ name: 'lenet', options: { numClasses: 3, inChannels: 3 } }, 64],
  [{ name: 'lenet', options: { numClasses: 10, inChannels: 1 } }, 28],
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
