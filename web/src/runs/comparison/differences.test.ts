import { describe, expect, it } from 'vitest';
import { differences } from './differences.ts';

describe('differences', () => {
  it('are the options with more than one value, and the model', () => {
    const configs = [
      config('A', { lr: 0.1, epochs: 30, run: 'runs/a' }),
      config('B', { lr: 0.2, epochs: 30, run: 'runs/b' }),
    ];
    expect(differences(configs)).toEqual([
      { name: 'model', values: ['A', 'B'] },
      { name: 'lr', values: ['0.1', '0.2'] },
    ]);
  });

  it('do not come from what is not known', () => {
    expect(differences([config('A', { lr: 0.1 }), null])).toEqual([]);
    expect(differences([config('A', { lr: 0.1 }), null, config('A', { lr: 0.2 })])).toEqual([
      { name: 'lr', values: ['0.1', null, '0.2'] },
    ]);
    expect(differences([])).toEqual([]);
  });

  it('are also options that one version has and another has not', () => {
    expect(differences([config('A', { lr: 0.1 }), config('A', { lr: 0.1, dropout: 0.4 })])).toEqual([
      { name: 'dropout', values: ['–', '0.4'] },
    ]);
  });
});

function config(model: string, values: Readonly<Record<string, unknown>>) {
  const options = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { value, source: 'default' }]),
  );
  return { model, options };
}
