import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cellAfter, darkFrom, sharesByRow } from './confusion.ts';

describe('sharesByRow', () => {
  it('are of the images of the true class', () => {
    expect(
      sharesByRow({
        labels: [4, 7],
        counts: [
          [3, 1],
          [0, 0],
        ],
        supports: [5, 0],
      }),
    ).toEqual([
      [0.6, 0.2],
      [0, 0],
    ]);
  });
});

describe('cellAfter', () => {
  const cell = { label: 1, predicted: 1 };

  it.each([
    ['ArrowUp', 0, 1],
    ['ArrowDown', 2, 1],
    ['ArrowLeft', 1, 0],
    ['ArrowRight', 1, 2],
    ['Home', 1, 0],
    ['End', 1, 2],
  ])('%s', (key, label, predicted) => {
    expect(cellAfter(cell, key, 3)).toEqual({ label, predicted });
  });

  it('stays inside, and leaves other keys alone', () => {
    expect(cellAfter({ label: 0, predicted: 2 }, 'ArrowUp', 3)).toEqual({ label: 0, predicted: 2 });
    expect(cellAfter({ label: 0, predicted: 2 }, 'ArrowRight', 3)).toEqual({ label: 0, predicted: 2 });
    expect(cellAfter(cell, 'a', 3)).toBeUndefined();
  });
});

describe('the colours of the cells', () => {
  const css = readFileSync(new URL('../../style/tokens.css', import.meta.url), 'utf8');

  it.each([0, 1])('leave the numbers readable at every share, light or dark (%d)', (scheme) => {
    const [card, heat, onHeat, onPale] = ['card', 'heat', 'on-heat', 'on-pale'].map((token) => {
      const value = new RegExp(`--${token}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(css);
      return rgb(value?.[1 + scheme] ?? '');
    });
    for (let share = 0; share <= 1; share += 0.01) {
      const ground = card.map((channel, index) => channel * (1 - share) + heat[index] * share);
      const contrast = contrastOf(ground, share >= darkFrom ? onHeat : onPale);
      expect(contrast, `share ${share.toFixed(2)}`).toBeGreaterThanOrEqual(4.5);
    }
  });
});

function rgb(hex: string): readonly number[] {
  return [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16));
}

function contrastOf(one: readonly number[], other: readonly number[]): number {
  const [low, high] = [luminance(one), luminance(other)].sort((left, right) => left - right);
  return (high + 0.05) / (low + 0.05);
}

function luminance(channels: readonly number[]): number {
  const [r, g, b] = channels.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
