import { expect, it } from 'vitest';
import { readProfile } from './read-profile.ts';

const layer = { module: 'model.0', kind: 'convolution', milliseconds: 1.5, implementation: 'jit', share: 0.1 };

it('reads what bench prints', () => {
  const text = JSON.stringify({ engine: 'onednn', mode: 'train', batchSize: 32, layers: [layer] });
  expect(readProfile('a.json', text)).toEqual({
    name: 'a.json',
    engine: 'onednn',
    mode: 'train',
    layers: [{ module: 'model.0', kind: 'convolution', milliseconds: 1.5 }],
  });
});

it.each([
  ['no JSON', '{'],
  ['a list', '[]'],
  ['null', 'null'],
  ['no layers', '{"engine":"onednn"}'],
  ['an empty list of layers', '{"layers":[]}'],
  ['a layer without a time', JSON.stringify({ layers: [layer, { ...layer, milliseconds: null }] })],
  ['a negative time', JSON.stringify({ layers: [{ ...layer, milliseconds: -1 }] })],
])('refuses %s', (_, text) => {
  expect(readProfile('a.json', text)).toBeNull();
});
