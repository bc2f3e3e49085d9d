import { expect, it } from 'vitest';
import { trainTexts } from './train-texts.ts';

const event = {
  kind: 'epoch',
  epoch: 1,
  epochs: 30,
  trainLoss: 1.02331,
  trainAccuracy: 0.64768,
  testLoss: 0.5896,
  testAccuracy: 0.783,
  isBest: true,
  seconds: 123.44,
} as const;

it("prints the tutorial's epoch line, to the letter", () => {
  expect(trainTexts.zh.epoch(event)).toBe('001/30 轮,训练损失:1.0233,训练精度:64.77%,测试损失:0.5896,测试精度:78.30%');
});

it('prints the English epoch line', () => {
  expect(trainTexts.en.epoch(event)).toBe(
    'epoch 001/30 · train loss 1.0233 · train accuracy 64.77 % · test loss 0.5896 · test accuracy 78.30 % · 123.4 s',
  );
});
