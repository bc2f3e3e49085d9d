import { describe, expect, it } from 'vitest';
import type { StepEvent } from '../../training/events.ts';
import { Forecast } from './forecast.ts';

const sizes = { trainImages: 400, heldOutImages: 60 };

function step(epoch: number, number: number, imagesPerSecond: number): StepEvent {
  const measures = { loss: 1, accuracy: 0, runningLoss: 1, runningAccuracy: 0, learningRate: 1 };
  return { kind: 'step', epoch, step: number, stepsPerEpoch: 4, images: 100, ...measures, imagesPerSecond };
}

function started(epochs: number): Forecast {
  const forecast = new Forecast(sizes);
  const engine = { name: 'none', version: '', threads: 1, precision: 'float32' as const };
  forecast.observe({
    kind: 'start',
    epochs,
    stepsPerEpoch: 4,
    parameterCount: 0,
    engine,
    position: { epoch: 1, step: 0 },
    changes: [],
  });
  return forecast;
}

describe('Forecast', () => {
  it('knows nothing after the first step, which compiles, and leaves it out of the pace', () => {
    const forecast = started(1);
    forecast.observe(step(1, 1, 1));
    expect(forecast.pace).toBeUndefined();
    expect(forecast.secondsLeft).toBeUndefined();
    forecast.observe(step(1, 2, 10));
    forecast.observe(step(1, 3, 30));
    // 200 images in 10 + 3⅓ seconds.
    expect(forecast.pace).toBeCloseTo(15);
  });

  it('counts the rest of the epoch, its evaluation, and the epochs to come', () => {
    const forecast = started(3);
    forecast.observe(step(1, 1, 10));
    forecast.observe(step(1, 2, 10));
    // Evaluation guessed: 60 images at a third of a training step's time.
    expect(forecast.secondsLeft).toBeCloseTo(20 + 2 + 2 * (40 + 2));
    for (const number of [3, 4]) forecast.observe(step(1, number, 10));
    const losses = { trainLoss: 1, trainAccuracy: 0, testLoss: 1, testAccuracy: 0 };
    forecast.observe({ kind: 'epoch', epoch: 1, epochs: 3, ...losses, isBest: true, seconds: 45 });
    forecast.observe(step(2, 1, 10));
    // Evaluation measured: 45 seconds less 40 of training.
    expect(forecast.secondsLeft).toBeCloseTo(30 + 5 + (40 + 5));
  });
});
