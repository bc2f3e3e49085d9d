import { describe, expect, it } from 'vitest';
import { comparedRuns, comparisonAddress, fileAddress, playgroundAddress, runAddress } from './addresses.ts';

describe('addresses', () => {
  it('hold names of any kind', () => {
    expect(runAddress('a b/ü')).toBe('/runs/a%20b%2F%C3%BC');
    expect(fileAddress('a#1', 'weights/best?.safetensors')).toBe('/api/runs/a%231/files/weights/best%3F.safetensors');
    expect(playgroundAddress('a&b', 7)).toBe('/playground?run=a%26b&image=7');
  });

  it('of a comparison give the same runs back, each once and not too many', () => {
    const ids = ['a&b', 'c d', '训练'];
    expect(comparedRuns(new URL(comparisonAddress(ids), 'http://localhost'))).toEqual(ids);
    const many = Array.from({ length: 12 }, (_, index) => `run-${index % 10}`);
    expect(comparedRuns(new URL(comparisonAddress(many), 'http://localhost'))).toEqual(many.slice(0, 8));
    expect(comparedRuns(new URL('http://localhost/compare?run=b&run=&run=a&run=b'))).toEqual(['b', 'a']);
  });
});
