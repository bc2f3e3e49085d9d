import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { TrainingEvent } from '../../training/events.ts';
import { LiveLine } from '../terminal/live-line.ts';
import { TextOutput } from '../terminal/text-output.ts';
import { Forecast } from './forecast.ts';
import { isLive, observeEpochs, observeWithBar, observeWithLines } from './train-progress.ts';
import { trainTexts } from './train-texts.ts';

const engine = { name: 'none', version: '', threads: 1, precision: 'float32' as const };
const measures = { loss: 9, accuracy: 0, runningLoss: 1.5, runningAccuracy: 0.25, learningRate: 1 };
const losses = { trainLoss: 1, trainAccuracy: 0.5, testLoss: 1, testAccuracy: 0.5 };
const events: readonly TrainingEvent[] = [
  {
    kind: 'start',
    epochs: 1,
    stepsPerEpoch: 12,
    parameterCount: 0,
    engine,
    position: { epoch: 1, step: 0 },
    changes: [],
  },
  ...Array.from({ length: 12 }, (_, index) => {
    const batch = { images: 10, imagesPerSecond: 10, ...measures };
    return { kind: 'step' as const, epoch: 1, step: index + 1, stepsPerEpoch: 12, ...batch };
  }),
  { kind: 'evaluationStep', epoch: 1, step: 1, steps: 2 },
  { kind: 'epoch', epoch: 1, epochs: 1, ...losses, isBest: true, seconds: 12 },
  { kind: 'end', epochs: 1, outcome: 'completed', seconds: 12 },
];
const epochLine =
  'epoch 001/1 · train loss 1.0000 · train accuracy 50.00 % · test loss 1.0000 · test accuracy 50.00 % · 12.0 s\n';

function setUp() {
  const forecast = new Forecast({ trainImages: 120, heldOutImages: 0 });
  const output = Object.assign(new PassThrough({ encoding: 'utf8' }), { columns: 120 });
  return { forecast, output, text: new TextOutput(output) };
}

describe('what a training shows', () => {
  it('is a line for each logged step where there is no terminal', () => {
    const { forecast, output, text } = setUp();
    const observe = observeWithLines(text, trainTexts.en, forecast, { logEvery: 5, group: undefined });
    for (const event of events) {
      forecast.observe(event);
      observe(event);
    }
    const line = (step: number, forecast: string) =>
      `epoch 1/1 · step ${step}/12${forecast} · loss 1.5000 · accuracy 25.00 %\n`;
    const later = (step: number, eta: string) => line(step, ` · 10.0 images/s · ETA ${eta}`);
    expect(String(output.read())).toBe(
      line(1, '') + later(5, '00:07') + later(10, '00:02') + later(12, '00:00') + epochLine,
    );
  });

  it('is a bar on a terminal, in colour where wanted', async () => {
    for (const color of [true, false]) {
      const { forecast, output, text } = setUp();
      const observe = observeWithBar(new LiveLine(text), trainTexts.en, forecast, { color, group: undefined });
      for (const event of events.filter(({ kind }) => kind !== 'evaluationStep')) {
        // By then another drawing is due.
        if (event.kind === 'step' && event.step === 5) await sleep(100);
        forecast.observe(event);
        observe(event);
      }
      const printed = String(output.read());
      const green = (text: string) => (color ? `\u001b[32m${text}\u001b[39m` : text);
      expect(printed).toContain(`epoch 1/1 ${green('━')}`);
      expect(printed).toContain('1/12 · loss 1.5000 · accuracy 25.00 %');
      expect(printed).toContain('5/12 · 10.0 images/s · ETA 00:07 · loss 1.5000');
      expect(printed.endsWith(`\u001b[0K${epochLine}`)).toBe(true);
    }
  });

  it('says where several processes train which is the slowest, and how long they wait', () => {
    const group = { size: 2, hosts: ['north', 'south'], transport: 'MPICH 4.0.2' };
    for (const [language, said] of [
      ['en', ' · slowest rank 1 (south), waiting 12 %\n'],
      ['zh', ' · 最慢的是 rank 1（south），等待 12 %\n'],
    ] as const) {
      const { forecast, output, text } = setUp();
      const observe = observeWithLines(text, trainTexts[language], forecast, { logEvery: 5, group });
      for (const event of events) {
        forecast.observe(event);
        observe(event.kind === 'step' ? { ...event, ranks: { seconds: [0.5, 0.75], waiting: 0.123 } } : event);
      }
      expect(String(output.read())).toContain(said);
    }
  });

  it('is the epoch lines alone when quiet', () => {
    const { output, text } = setUp();
    for (const event of events) observeEpochs(text, trainTexts.en)(event);
    expect(String(output.read())).toBe(epochLine);
  });

  it('is live only where the cursor can go back', () => {
    const terminal = new TextOutput(Object.assign(new PassThrough(), { isTTY: true }));
    expect(isLive(new TextOutput(new PassThrough()), {})).toBe(false);
    expect(isLive(terminal, {})).toBe(true);
    expect(isLive(terminal, { TERM: 'dumb' })).toBe(false);
    expect(isLive(terminal, { CI: 'true' })).toBe(false);
    expect(isLive(terminal, { CI: 'false' })).toBe(true);
  });
});
