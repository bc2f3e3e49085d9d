import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { confusionPlot, inkOn, opacityOf } from './confusion-plot.ts';
import { colours, darkColours } from './palette.ts';

const dataset = { name: 'pets/test', sha256: '', images: 2010 };

function textsIn(svg: string): readonly string[] {
  return [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, content]) => content);
}

describe('the confusion plot', () => {
  const matrix = [
    [900, 90, 10],
    [1, 199, 0],
    [0, 0, 0],
  ];
  const svg = confusionPlot({ confusionMatrix: matrix, classNames: ['cat', 'dog', 'eel'], dataset });

  it('shows counts, shares of the row and names', () => {
    expect(XMLValidator.validate(svg)).toBe(true);
    const texts = textsIn(svg);
    for (const text of ['900', '90%', '90', '9%', '10', '1%', '1', '0.5%', '199', '99.5%'])
      expect(texts).toContain(text);
    expect(texts.filter((text) => text === '0')).toHaveLength(4 + 1);
    for (const name of ['cat', 'dog', 'eel']) expect(texts.filter((text) => text === name)).toHaveLength(2);
    expect(texts).toEqual(expect.arrayContaining(['true class', 'predicted class', 'pets/test · 2,010 images']));
    expect(svg).toContain('<title>cat → dog: 90 (9.0 %)</title>');
  });

  it('shades by the share of the row, so that rare classes show as well', () => {
    const opacities = [...svg.matchAll(/<\/title><rect [^>]*fill-opacity="([\d.]+)"/g)].map(([, value]) =>
      Number(value),
    );
    expect(opacities).toHaveLength(9);
    const [correct, wrong, rare, one, most, none] = opacities;
    expect(correct > wrong && wrong > rare && rare > one && one > none && most > correct).toBe(true);
    expect(opacities.slice(6)).toEqual([none, none, none]);
  });

  it('escapes and shortens names, and draws matrices of any size', () => {
    const hostile = confusionPlot({ confusionMatrix: [[1]], classNames: [`<script>${'x'.repeat(99)}`], dataset });
    expect(XMLValidator.validate(hostile)).toBe(true);
    expect(hostile).not.toContain('<script');
    expect(textsIn(hostile).some((text) => /^&lt;script&gt;x+…$/.test(text))).toBe(true);
    const large = Array.from({ length: 50 }, () => Array.from({ length: 50 }, () => 1));
    const names = large.map((_, index) => `class ${index}`);
    const plot = confusionPlot({ confusionMatrix: large, classNames: names, dataset });
    expect(XMLValidator.validate(plot)).toBe(true);
    expect(textsIn(plot)).not.toContain('1');
    expect(textsIn(plot)).toContain('the 40 of 50 classes with the most mistakes');
    expect(plot).toContain('<title>class 0 → class 1: 1 (2.0 %)</title>');
    expect(svg).not.toContain('with the most mistakes');
  });

  it.each([
    ['light', colours],
    ['dark', darkColours],
  ])('has numbers that can be read on every shade, on a %s ground', (_, palette) => {
    for (let percent = 1; percent <= 100; percent++) {
      const share = percent / 100;
      const ground = mix(palette.heat, palette.background, opacityOf(share));
      expect(contrast(channels(palette[inkOn(share)]), ground), `at ${percent} %`).toBeGreaterThanOrEqual(4.5);
    }
    const empty = mix(palette.heat, palette.background, opacityOf(0));
    expect(contrast(channels(palette.muted), empty)).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ['light', colours],
    ['dark', darkColours],
  ])('stands beside curves whose texts can be read on a %s ground', (_, palette) => {
    for (const role of ['ink', 'muted', 'train', 'test'] as const) {
      expect(contrast(channels(palette[role]), channels(palette.background)), role).toBeGreaterThanOrEqual(4.5);
    }
  });
});

type Rgb = readonly number[];

function channels(colour: string): Rgb {
  return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
}

function mix(front: string, back: string, opacity: number): Rgb {
  const behind = channels(back);
  return channels(front).map((value, channel) => opacity * value + (1 - opacity) * behind[channel]);
}

/** see: https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio */
function contrast(a: Rgb, b: Rgb): number {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
