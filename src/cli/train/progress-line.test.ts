import { describe, expect, it } from 'vitest';
import { displayWidth } from '../terminal/terminal-text.ts';
import { progressLine } from './progress-line.ts';
import { trainTexts } from './train-texts.ts';

const position = { epoch: 30, epochs: 30, step: 469, steps: 938 };

function partsIn(language: 'en' | 'zh', loss = 0.1463) {
  const texts = trainTexts[language];
  const progress = texts.progress({ imagesPerSecond: 911.6, secondsLeft: 4000, loss, accuracy: 0.9452 });
  return { epoch: texts.epochOf(position), steps: '469/938', ...progress };
}

describe('progressLine', () => {
  it.each([
    [199, 'epoch 30/30 ━━━━━━━━━━────────── 469/938 · 911.6 images/s · ETA 1:06:40 · loss 0.1463 · accuracy 94.52 %'],
    [97, 'epoch 30/30 ━━━━━━─────── 469/938 · 911.6 images/s · ETA 1:06:40 · loss 0.1463 · accuracy 94.52 %'],
    [79, 'epoch 30/30 ━━━━━━────── 469/938 · ETA 1:06:40 · loss 0.1463 · accuracy 94.52 %'],
    [59, 'epoch 30/30 ━━━─── 469/938 · loss 0.1463 · accuracy 94.52 %'],
    [39, '━━━━──── loss 0.1463 · accuracy 94.52 %'],
  ])('of %i columns is as wide as there is room for', (columns, line) => {
    expect(progressLine(partsIn('en'), 0.5, columns)).toBe(line);
  });

  it.each([
    ['en', /loss 0\.1463 · accuracy 94\.52 %$/],
    ['zh', /损失 0\.1463 · 精度 94\.52%$/],
  ] as const)('shows loss and accuracy down to 40 columns: %s', (language, ending) => {
    for (let columns = 39; columns < 200; columns++) {
      const line = progressLine(partsIn(language), 0.7, columns);
      expect(line).toMatch(ending);
      expect(line).toMatch(/━/);
      expect(displayWidth(line)).toBeLessThanOrEqual(columns);
    }
  });

  it('has no bar where there is no room for one, and leaves the rest to who draws it', () => {
    expect(progressLine(partsIn('en'), 0.5, 20)).toBe(' loss 0.1463 · accuracy 94.52 %');
  });
});
