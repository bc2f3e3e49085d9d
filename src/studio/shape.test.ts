import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nestedNetwork } from '../../web/src/network/test-networks.ts';
import { GoogLeNet } from '../models/googlenet.ts';
import { describeNetwork } from '../network/describe-network.ts';
import type { MetricsUpdate } from './protocol.ts';
import { evaluationShape, eventShapes, networkShape } from './protocol-shapes.ts';
import { anyObject, checked, count, listOf, object, optional, printFault, type Shape, text, tuple } from './shape.ts';

const evaluation = JSON.parse(readFileSync(new URL('../../results/tutorial/evaluation.json', import.meta.url), 'utf8'));
const update: MetricsUpdate = {
  run: 'a',
  isWhole: true,
  steps: [{ epoch: 1, step: 1, loss: null, accuracy: 0.5, lr: 1, imagesPerSecond: null }],
  epochs: [],
  unreadableLines: 0,
  shareRead: 1,
};

function faultOf<T>(shape: Shape<T>, value: unknown): string | undefined {
  const fault = shape.faultOf(value);
  return fault === undefined ? undefined : printFault(fault);
}

describe('a shape', () => {
  const shape = object<{ a: string; b?: number; c: readonly { d: number }[] }>({
    a: text,
    b: optional(count),
    c: listOf(object({ d: count })),
  });

  it.each([
    [{ a: '', c: [] }, undefined],
    [{ a: 'x', b: 0, c: [{ d: 1 }], more: null }, undefined],
    [null, 'expected an object, found null'],
    [[], 'expected an object, found a list of 0'],
    [{}, 'a: expected a text, found nothing'],
    [{ a: 1 }, 'a: expected a text, found 1'],
    [{ a: 'x', b: null, c: [] }, 'b: expected a whole number from 0, found null'],
    [{ a: 'x', c: {} }, 'c: expected a list, found an object'],
    [{ a: 'x', c: [{ d: 1 }, { d: '2' }] }, 'c[1].d: expected a whole number from 0, found "2"'],
    [JSON.parse('{"__proto__":{"a":"x","c":[]}}'), 'a: expected a text, found nothing'],
  ])('says of %j %j', (value, fault) => {
    expect(faultOf(shape, value)).toBe(fault);
  });

  it('of a tuple knows its length', () => {
    const pair = tuple<readonly [number, string]>(count, text);
    expect(faultOf(pair, [1, 'a'])).toBeUndefined();
    expect(faultOf(pair, [1])).toBe('expected a list of 2, found a list of 1');
    expect(faultOf(pair, [1, 2])).toBe('[1]: expected a text, found 2');
  });

  it('of any object refuses what is too deep to walk through, however deep', () => {
    expect(faultOf(anyObject, { a: [{ b: null }] })).toBeUndefined();
    const deep = JSON.parse(`{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`);
    expect(faultOf(anyObject, deep)).toBe('is more than 32 levels deep');
  });
});

describe('the shapes of the protocol', () => {
  it('fit what they are of', () => {
    expect(checked(evaluationShape, evaluation)).toBe(evaluation);
    expect(checked(eventShapes.metrics, update)).toBe(update);
    expect(checked(networkShape, nestedNetwork)).toBe(nestedNetwork);
    const network = describeNetwork(new GoogLeNet(), [1, 96, 96]);
    expect(checked(networkShape, JSON.parse(JSON.stringify(network)))).toEqual(network);
    const turned = network.edges.map(({ from, to }) => ({ from: to, to: from }));
    expect(faultOf(networkShape, { ...network, edges: turned })).toBe(
      'edges[0]: does not lead from a layer to a later one',
    );
    expect(faultOf(networkShape, { ...network, output: 'x' })).toBe("output: there is no layer 'x'");
  });

  it.each([
    [{}, /^version: expected 1, found nothing$/],
    [{ ...evaluation, version: 2 }, /^version: expected 1, found 2/],
    [{ ...evaluation, classNames: evaluation.classNames.slice(1) }, /^classNames has 9 classes/],
    [{ ...evaluation, confusionMatrix: [[1]] }, /^classNames has 10 classes/],
    [{ ...evaluation, classNames: Array(101).fill('a') }, /^classNames: has 101 entries/],
    [
      { ...evaluation, mistakes: [{ index: 0, label: 10, predicted: 0, probability: 1 }] },
      /^mistakes\[0\]: is of a class/,
    ],
  ])('find what is wrong with an evaluation', (value, fault) => {
    expect(faultOf(evaluationShape, value)).toMatch(fault);
  });
});
