import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { printShare, stepBounds, stepName, stepOf } from './share-scale.ts';

type Theme = 'light' | 'dark';

const css = ['../style/tokens.css', 'network.css']
  .map((path) => readFileSync(new URL(path, import.meta.url), 'utf8'))
  .join('\n');

function colour(name: string, theme: Theme): readonly number[] {
  const found = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css);
  if (found === null) throw new Error(`no colour --${name}`);
  const hex = found[theme === 'light' ? 1 : 2]!;
  return [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16) / 255);
}

/** WCAG 2's relative luminance. */
function luminance(rgb: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = rgb.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: readonly number[], b: readonly number[]): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

describe.each<Theme>(['light', 'dark'])('the tints, %s', (theme) => {
  const tints = stepBounds.map((_, step) => colour(`tint-${step}`, theme));

  it('leave the ink on each readable', () => {
    for (const tint of tints) expect(contrast(tint, colour('ink', theme))).toBeGreaterThanOrEqual(4.5);
  });

  it('go one way, each step to be seen', () => {
    for (const [index, tint] of tints.slice(1).entries()) {
      const [before, after] = [luminance(tints[index]!), luminance(tint)];
      expect(theme === 'light' ? before > after : before < after).toBe(true);
      expect(contrast(tints[index]!, tint)).toBeGreaterThan(1.08);
    }
  });

  it('have a class each', () => {
    for (const step of stepBounds.keys()) expect(css).toContain(`.tint-${step} {\n  fill: var(--tint-${step});`);
  });
});

describe('the steps', () => {
  it('begin at their bounds', () => {
    expect(stepBounds.map(stepOf)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect([0.0049, 0.0099, 0.199, 1, -1].map(stepOf)).toEqual([0, 1, 5, 6, 0]);
  });

  it('have names that say from where to where', () => {
    expect([...stepBounds.keys()].map(stepName)).toEqual(['< 0.5', '0.5–1', '1–2', '2–5', '5–10', '10–20', '≥ 20']);
  });

  it('print shares with a decimal, and nothing as nothing', () => {
    expect([0, 0.0001, 0.0005, 0.1234, 1].map(printShare)).toEqual(['0 %', '< 0.1 %', '0.1 %', '12.3 %', '100.0 %']);
  });
});
