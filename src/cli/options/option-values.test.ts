import { describe, expect, it } from 'vitest';
import { choice, choices, hostNames, imageShape, number, wholeNumber } from './option-values.ts';

describe('option values', () => {
  it.each([
    ['128', 128],
    ['1e3', 1000],
    ['1', 1],
  ])('wholeNumber reads %s', (text, expected) => expect(wholeNumber({ least: 1 }).parse(text)).toBe(expected));

  it.each(['0', '-1', '1.5', '', ' ', 'x', '0x10', 'Infinity', '1e30', true])('wholeNumber refuses %s', (given) => {
    expect(wholeNumber({ least: 1 }).safeParse(given).success).toBe(false);
  });

  it('number reads decimals within its bounds', () => {
    const momentum = number({ least: 0, below: 1 });
    expect(momentum.parse('.9')).toBe(0.9);
    expect(momentum.parse('5e-3')).toBe(0.005);
    for (const text of ['1', '-0.1', 'NaN', '1e999', '0,9']) expect(momentum.safeParse(text).success).toBe(false);
    const norm = number({ above: 0 });
    expect(norm.parse('1e-9')).toBe(1e-9);
    for (const text of ['0', '-1', '1e999']) expect(norm.safeParse(text).success).toBe(false);
  });

  it('choice names the choices and the nearest', () => {
    const [issue] = choice(['onnxruntime', 'reference']).safeParse('refrence').error?.issues ?? [];
    expect(issue).toMatchObject({
      message: "is 'refrence', expected one of onnxruntime, reference",
      params: { hint: 'did you mean reference?' },
    });
  });

  it('choices takes a list, in its order', () => {
    expect(choices(['a', 'b', 'c']).parse('c, a')).toEqual(['c', 'a']);
    expect(choices(['a', 'b', 'c']).safeParse('c,').success).toBe(false);
  });

  it('reads a long number that is none as quickly as another', () => {
    const begin = process.cpuUsage();
    expect(number({ least: 0 }).safeParse(`${'1'.repeat(100_000)}x`).success).toBe(false);
    expect(process.cpuUsage(begin).user / 1000).toBeLessThan(500);
  });

  it('hostNames takes a list of names and addresses, in their usual form', () => {
    expect(hostNames().parse('Studio.Example, 10.0.0.1,::1')).toEqual(['studio.example', '10.0.0.1', '::1']);
    for (const text of ['', 'a,', 'a:1', 'http://a', '*.a']) expect(hostNames().safeParse(text).success).toBe(false);
  });

  it('imageShape wants four sizes', () => {
    expect(imageShape().parse('2,3,96,64')).toEqual([2, 3, 96, 64]);
    for (const text of ['1,1,96', '1,1,96,0', '1,1,96,', '1x1x96x96']) {
      expect(imageShape().safeParse(text).success).toBe(false);
    }
  });
});
