import { describe, expect, it } from 'vitest';
import { factRows, optionRows } from './run-facts.ts';

describe('optionRows', () => {
  it('has what was given before the defaults', () => {
    const config = {
      model: 'GoogLeNet',
      options: {
        epochs: { value: 30, source: 'default' },
        engine: { value: 'onednn', source: 'command line' },
        lr: { value: null, source: 'default' },
        odd: 7,
      },
    };
    expect(optionRows(config)).toEqual([
      { name: 'engine', value: 'onednn', source: 'command line' },
      { name: 'odd', value: '7', source: null },
      { name: 'epochs', value: '30', source: 'default' },
      { name: 'lr', value: '–', source: 'default' },
    ]);
  });

  it('does without options', () => {
    expect(optionRows({})).toEqual([]);
    expect(optionRows({ options: [1] })).toEqual([]);
  });
});

describe('factRows', () => {
  it('goes into objects and lists of objects', () => {
    expect(
      factRows({ a: { b: 1, c: {} }, list: ['x', 'y'], sets: [{ name: 's' }, { name: 't' }], none: null }),
    ).toEqual([
      { name: 'a.b', value: '1' },
      { name: 'a.c', value: '{}' },
      { name: 'list', value: 'x, y' },
      { name: 'sets.1.name', value: 's' },
      { name: 'sets.2.name', value: 't' },
      { name: 'none', value: '–' },
    ]);
  });

  it('ends in deep ones', () => {
    const deep = { a: { b: { c: { d: { e: { f: { g: { h: { i: 1 } } } } } } } } };
    expect(factRows(deep)).toEqual([{ name: 'a.b.c.d.e.f.g.h', value: '{"i":1}' }]);
  });
});
