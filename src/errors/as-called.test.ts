import { describe, expect, it } from 'vitest';
import { asCalled } from './as-called.ts';

describe('asCalled', () => {
  it.each([
    ['see googlenet train --help', 'see npx googlenet train --help'],
    ['Usage: googlenet [options]', 'Usage: npx googlenet [options]'],
    ['npx googlenet train', 'npx googlenet train'],
    ['runs/googlenet exports', 'runs/googlenet exports'],
    ['--x is not an option of googlenet', '--x is not an option of googlenet'],
    ['another version of googlenet: use that', 'another version of googlenet: use that'],
    ['give a model that googlenet export has written', 'give a model that npx googlenet export has written'],
  ])('%s', (text, expected) => expect(asCalled(text, 'npx googlenet')).toBe(expected));

  it('takes every letter of the name as it is', () => {
    expect(asCalled('googlenet train', 'node "/a$&b/googlenet.js"')).toBe('node "/a$&b/googlenet.js" train');
  });
});
