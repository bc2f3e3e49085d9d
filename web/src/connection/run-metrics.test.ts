import { describe, expect, it } from 'vitest';
import type { EpochPoint, StepPoint } from '../../../src/metrics/epoch-record.ts';
import type { MetricsUpdate } from '../../../src/studio/protocol.ts';
import { noMetrics, updated } from './run-metrics.ts';

describe('updated', () => {
  it('appends what is new and keeps what was there', () => {
    const first = updated(noMetrics, update({ steps: [step(1, 1), step(1, 2)] }));
    const second = updated(first, update({ steps: [step(1, 3)], epochs: [epoch(1)], unreadableLines: 2 }));
    expect(places(second.steps)).toEqual(['1.1', '1.2', '1.3']);
    expect(second.epochs).toEqual([epoch(1)]);
    expect(second.unreadableLines).toBe(2);
    expect(places(first.steps)).toEqual(['1.1', '1.2']);
  });

  it('has each place once, with what was told last', () => {
    const known = updated(noMetrics, update({ steps: [step(1, 1, 3), step(1, 2, 2)], epochs: [epoch(1, 9)] }));
    const again = updated(known, update({ steps: [step(1, 2, 1), step(1, 3, 1)], epochs: [epoch(1, 8)] }));
    expect(again.steps).toEqual([step(1, 1, 3), step(1, 2, 1), step(1, 3, 1)]);
    expect(again.epochs).toEqual([epoch(1, 8)]);
  });

  it('does not grow when the same lines are told all day', () => {
    let metrics = noMetrics;
    for (let time = 0; time < 50; time++) metrics = updated(metrics, update({ steps: [step(2, 1), step(1, 1)] }));
    expect(places(metrics.steps)).toEqual(['1.1', '2.1']);
  });

  it('puts late lines where they belong', () => {
    const metrics = updated(noMetrics, update({ steps: [step(2, 1), step(1, 10), step(1, 9)] }));
    expect(places(metrics.steps)).toEqual(['1.9', '1.10', '2.1']);
  });

  it('forgets everything when the update is whole', () => {
    const known = updated(noMetrics, update({ steps: [step(1, 1), step(5, 1)], epochs: [epoch(1), epoch(4)] }));
    const whole = updated(known, update({ isWhole: true, steps: [step(1, 1)], epochs: [] }));
    expect(places(whole.steps)).toEqual(['1.1']);
    expect(whole.epochs).toEqual([]);
  });

  it('thins very many steps evenly, but for the newest, and loses no spike', () => {
    const steps = Array.from({ length: 101 }, (_, index) => step(1, index + 1, index === 22 ? 9 : 1));
    const kept = updated(noMetrics, update({ steps }), 40).steps;
    expect(kept.length).toBeLessThanOrEqual(40);
    expect(places(kept.slice(-10))).toEqual(places(steps.slice(-10)));
    expect(places(kept.slice(0, 1))).toEqual(['1.1']);
    expect(kept.map(({ loss }) => loss)).toContain(9);
    const epochs = Array.from({ length: 101 }, (_, index) => epoch(index + 1));
    expect(updated(noMetrics, update({ epochs }), 40).epochs.length).toBeLessThanOrEqual(40);
  });
});

function update(parts: Partial<MetricsUpdate>): MetricsUpdate {
  return { run: 'a', isWhole: false, steps: [], epochs: [], unreadableLines: 0, shareRead: 1, ...parts };
}

function step(epoch: number, step: number, loss = 1): StepPoint {
  return { epoch, step, loss, accuracy: null, lr: null, imagesPerSecond: null };
}

function epoch(epoch: number, seconds = 1): EpochPoint {
  return { epoch, trainLoss: 1, trainAccuracy: 1, testLoss: 1, testAccuracy: 1, seconds };
}

function places(steps: readonly StepPoint[]): readonly string[] {
  return steps.map(({ epoch, step }) => `${epoch}.${step}`);
}
