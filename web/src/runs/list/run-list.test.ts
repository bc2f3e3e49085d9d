import { describe, expect, it } from 'vitest';
import type { OptionValue, RunOverview } from '../../../../src/studio/protocol.ts';
import { optionColumns, optionKey, shownOptions } from './columns.ts';
import { searchRuns } from './search-runs.ts';
import { newestFirst, sortedBy, sortRuns } from './sort-runs.ts';

const nothing: RunOverview = {
  id: '',
  status: 'done',
  fault: null,
  started: null,
  updated: null,
  message: null,
  model: null,
  dataset: null,
  isTutorials: false,
  engine: null,
  note: '',
  hasWeights: false,
  bestAccuracy: null,
  progress: { epochsDone: 0, epochs: null, step: 0, stepsPerEpoch: null, imagesPerSecond: null, secondsLeft: null },
};
const runs: readonly RunOverview[] = [
  { ...nothing, id: 'run-10', model: 'LeNet', dataset: 'Fashion-MNIST', bestAccuracy: 0.9 },
  { ...nothing, id: 'run-9', model: 'GoogLeNet', dataset: 'photos', bestAccuracy: null },
  { ...nothing, id: 'other', model: 'GoogLeNet', dataset: 'Fashion-MNIST', bestAccuracy: 0.7 },
];
const options = new Map<string, Readonly<Record<string, OptionValue>>>([
  ['run-10', { lr: 0.1, batchSize: 64, recipe: 'fast', seed: 1 }],
  ['run-9', { lr: 0.15, batchSize: 64, recipe: null, seed: 2 }],
  ['other', { lr: 0.005, batchSize: 64, recipe: null, seed: 10 }],
]);
const namesOf = (found: readonly RunOverview[]) => found.map(({ id }) => id);

describe('searchRuns', () => {
  it.each([
    ['', ['run-10', 'run-9', 'other']],
    ['  ', ['run-10', 'run-9', 'other']],
    ['RUN', ['run-10', 'run-9']],
    ['googlenet fashion', ['other']],
    ['lr=0.1', ['run-10']],
    ['lr=', ['run-10', 'run-9', 'other']],
    ['other=', []],
    ['--batch-size=64 seed=1', ['run-10']],
    ['batchSize=6', []],
    ['fast', ['run-10']],
    ['nothing', []],
  ])('finds by %j', (search, expected) => {
    expect(namesOf(searchRuns(runs, options, search))).toEqual(expected);
  });

  it('finds by name before the options are known', () => {
    expect(namesOf(searchRuns(runs, new Map(), 'other'))).toEqual(['other']);
  });
});

describe('optionColumns', () => {
  it('has those in which these runs differ', () => {
    const columns = optionColumns(runs, options);
    expect(columns.map(({ name }) => name)).toEqual(['lr', 'recipe', 'seed']);
    expect([...columns[1].values]).toEqual([['run-10', 'fast']]);
    expect(optionColumns(runs.slice(1), options).map(({ name }) => name)).toEqual(['lr', 'seed']);
    expect(optionColumns(runs, new Map())).toEqual([]);
  });

  it('shows three at first, and then what was chosen', () => {
    const columns = ['a', 'b', 'c', 'd'].map((name) => ({ name, values: new Map() }));
    const shown = (choice: Record<string, boolean>) => shownOptions(columns, choice).map(({ name }) => name);
    expect(shown({})).toEqual(['a', 'b', 'c']);
    expect(shown({ [optionKey('a')]: false, [optionKey('d')]: true })).toEqual(['b', 'c', 'd']);
  });
});

describe('sortRuns', () => {
  const columns = optionColumns(runs, options);
  const sorted = (key: string, isDescending = false) => namesOf(sortRuns(runs, columns, { key, isDescending }));

  it('takes numbers by their size, also in names, and puts last what is not known', () => {
    expect(sorted('run')).toEqual(['other', 'run-9', 'run-10']);
    expect(sorted('best')).toEqual(['other', 'run-10', 'run-9']);
    expect(sorted('best', true)).toEqual(['run-10', 'other', 'run-9']);
    expect(sorted(optionKey('lr'), true)).toEqual(['run-9', 'run-10', 'other']);
    expect(sorted(optionKey('seed'))).toEqual(['run-10', 'run-9', 'other']);
    expect(sorted(optionKey('recipe'))).toEqual(['run-10', 'run-9', 'other']);
  });

  it('stays as it is for a column that there is no more', () => {
    expect(sorted(optionKey('gone'))).toEqual(namesOf(runs));
  });

  it('is turned around by the same column', () => {
    const best = sortedBy('best', newestFirst);
    expect(best).toEqual({ key: 'best', isDescending: true });
    expect(sortedBy('best', best)).toEqual({ key: 'best', isDescending: false });
    expect(sortedBy('run', best)).toEqual({ key: 'run', isDescending: false });
  });
});
