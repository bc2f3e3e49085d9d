import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nestedNetwork } from '../../test/support/nested-network.ts';
import { mostConfused } from '../evaluation/most-confused.ts';
import { GoogLeNet } from '../models/googlenet.ts';
import { describeNetwork } from '../network/describe-network.ts';
import { checked, faultOf, type Shape } from './checked.ts';
import type { MetricsUpdate } from './protocol.ts';
import {
  anyObject,
  datasetShape,
  detailsShape,
  evaluationShape,
  eventShapes,
  failureShape,
  networkNamesShape,
  networkShape,
  profileShape,
} from './protocol-shapes.ts';

const evaluation = JSON.parse(readFileSync(new URL('../../results/tutorial/evaluation.json', import.meta.url), 'utf8'));
const update: MetricsUpdate = {
  run: 'a',
  isWhole: true,
  steps: [{ epoch: 1, step: 1, loss: null, accuracy: 0.5, lr: 1, imagesPerSecond: null }],
  epochs: [],
  unreadableLines: 0,
  shareRead: 1,
};

function complaint<T>(shape: Shape<T>, value: unknown): string | undefined {
  try {
    checked(shape, value);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('what is not of its form', () => {
  const dataset = { name: 'a', count: 1, channels: 1, rows: 2, columns: 2, classNames: ['a'] };
  const profile = { name: 'a', mode: 'b', engine: 'c', layers: [{ module: 'a', kind: 'b', milliseconds: 0 }] };
  const [step] = update.steps;
  const steps = (change: object) => ({ ...update, steps: [step, { ...step, ...change }] });

  it.each<readonly [Shape<unknown>, unknown, string | RegExp | undefined]>([
    [failureShape, { code: '', message: '' }, undefined],
    [failureShape, { code: '', message: '', hint: '', more: null }, undefined],
    [failureShape, { code: '', message: '', hint: null }, 'hint: expected a text, found null'],
    [failureShape, null, 'expected an object, found null'],
    [failureShape, [], 'expected an object, found a list of 0'],
    [failureShape, {}, 'code: expected a text, found nothing'],
    [failureShape, JSON.parse('{"__proto__":{"code":"","message":""}}'), 'code: expected a text, found nothing'],
    [datasetShape, dataset, undefined],
    [datasetShape, { ...dataset, count: null }, 'count: expected a number, found null'],
    [datasetShape, { ...dataset, count: 1.5 }, 'count: expected a whole number, found 1.5'],
    [datasetShape, { ...dataset, count: -1 }, 'count: expected a number of at least 0, found -1'],
    [datasetShape, { ...dataset, count: 2 ** 60 }, /^count: expected a number of at most 9007199254740991, found 1/],
    [datasetShape, { ...dataset, rows: 4097 }, 'rows: expected a number of at most 4096, found 4097'],
    [datasetShape, { ...dataset, classNames: {} }, 'classNames: expected a list, found an object'],
    [datasetShape, { ...dataset, classNames: ['a', 2] }, 'classNames[1]: expected a text, found 2'],
    [profileShape, profile, undefined],
    [
      profileShape,
      { ...profile, layers: [...profile.layers, { module: 'a', kind: 'b', milliseconds: -1 }] },
      'layers[1].milliseconds: expected a number of at least 0, found -1',
    ],
    [networkNamesShape, [{ name: 'a' }], '[0].imageShape: expected a list of 3, found nothing'],
    [networkNamesShape, [{ name: 'a', imageShape: [1] }], '[0].imageShape: expected a list of 3, found a list of 1'],
    [networkNamesShape, [{ name: 'a', imageShape: [1, 2, '3'] }], '[0].imageShape[2]: expected a number, found "3"'],
    [eventShapes.runs, [{ id: 'a', status: 'x' }], /^\[0\]\.status: expected one of running, .*unreadable, found "x"$/],
    [eventShapes.metrics, update, undefined],
    [eventShapes.metrics, { ...update, isWhole: 1 }, 'isWhole: expected true or false, found 1'],
    [eventShapes.metrics, steps({ loss: '2' }), 'steps[1].loss: expected a number, found "2"'],
    [eventShapes.metrics, steps({ loss: undefined }), 'steps[1].loss: expected a number, found nothing'],
    [eventShapes.metrics, steps({ step: null }), 'steps[1].step: expected a number, found null'],
    [eventShapes.metrics, steps({ lr: JSON.parse('1e999') }), 'steps[1].lr: expected a number, found Infinity'],
    [eventShapes.metrics, { ...update, epochs: [null] }, 'epochs[0]: expected an object, found null'],
    [eventShapes.metrics, { ...update, epochs: [[]] }, 'epochs[0]: expected an object, found a list of 0'],
    [anyObject, { a: [{ b: null }] }, undefined],
    [anyObject, [], 'expected an object, found a list of 0'],
    [anyObject, JSON.parse(`{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`), 'is more than 32 levels deep'],
  ])('is told by its place, what was expected and what was found (%#)', (shape, value, expected) => {
    const found = complaint(shape, value);
    if (expected instanceof RegExp) expect(found).toMatch(expected);
    else expect(found).toBe(expected);
  });

  it('is told once, however much of it there is', () => {
    const wrong = Array(1_000_000).fill(0);
    expect(complaint(evaluationShape, { ...evaluation, classes: wrong })).toBe(
      'classes[0]: expected an object, found 0',
    );
    expect(complaint(eventShapes.metrics, { ...update, steps: wrong })).toBe('steps[0]: expected an object, found 0');
    expect(faultOf(profileShape, { ...profile, layers: wrong })?.path).toEqual(['layers', 0]);
  });
});

describe('the shapes of the protocol', () => {
  it('fit what they are of', () => {
    expect(checked(evaluationShape, evaluation)).toEqual(evaluation);
    expect(checked(eventShapes.metrics, update)).toEqual(update);
    expect(checked(networkShape, nestedNetwork)).toEqual(nestedNetwork);
    const network = describeNetwork(new GoogLeNet(), [1, 96, 96]);
    expect(checked(networkShape, JSON.parse(JSON.stringify(network)))).toEqual(network);
    const turned = network.edges.map(({ from, to }) => ({ from: to, to: from }));
    expect(complaint(networkShape, { ...network, edges: turned })).toBe(
      'edges[0]: does not lead from a layer to a later one',
    );
    expect(complaint(networkShape, { ...network, output: 'x' })).toBe("output: there is no layer 'x'");
  });

  it('leave out what they do not name, and do not copy points', () => {
    const heard = checked(eventShapes.metrics, { ...update, more: 1 });
    expect(heard).not.toHaveProperty('more');
    expect(heard.steps[0]).toBe(update.steps[0]);
  });

  it.each([
    [{}, /^version: expected 1, found nothing$/],
    [{ ...evaluation, version: 2 }, /^version: expected 1, found 2/],
    [{ ...evaluation, classNames: evaluation.classNames.slice(1) }, /^classNames has 9 classes/],
    [{ ...evaluation, confusionMatrix: [[1]] }, /^classNames has 10 classes/],
    [{ ...evaluation, confusionMatrix: [[1], [2, -1]] }, /^confusionMatrix\[1\]\[1\]: expected a number of at least 0/],
    [{ ...evaluation, confusionMatrix: [[1], 2] }, /^confusionMatrix\[1\]: expected a list, found 2/],
    [
      { ...evaluation, classNames: Array(10_001).fill('a') },
      /^classNames: expected a list of at most 10000, found a list of 10001$/,
    ],
    [
      { ...evaluation, mistakes: [{ index: 0, label: 10, predicted: 0, probability: 1 }] },
      /^mistakes\[0\]: is of a class/,
    ],
  ])('find what is wrong with an evaluation', (value, fault) => {
    expect(complaint(evaluationShape, value)).toMatch(fault);
  });

  it('find what is wrong with the confusions that are shown', () => {
    const { confusionMatrix, ...rest } = evaluation;
    const confusion = mostConfused(confusionMatrix, 2);
    const details = {
      ...{ id: 'a', config: null, environment: null, summary: null, faults: {}, weights: [], hasReport: false },
      evaluation: { ...rest, confusion },
    };
    const complaintOf = (change: object) =>
      complaint(detailsShape, { ...details, evaluation: { ...rest, confusion: { ...confusion, ...change } } });
    expect(complaintOf({})).toBeUndefined();
    expect(complaintOf({ supports: [1] })).toMatch(/^evaluation\.confusion: labels has 2 classes/);
    expect(complaintOf({ labels: [0, 10] })).toMatch(/^evaluation\.confusion\.labels: there is one/);
  });
});
