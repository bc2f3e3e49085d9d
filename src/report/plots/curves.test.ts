import fc from 'fast-check';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import type { EpochNumbers } from '../../metrics/epoch-record.ts';
import { accuracyCurves, lossCurves } from './curves.ts';
import { colours } from './palette.ts';

const epochsOf = (...losses: readonly (number | null)[]): readonly EpochNumbers[] =>
  losses.map((loss, index) => ({
    epoch: index + 1,
    trainLoss: loss,
    trainAccuracy: 0.6 + index / 100,
    testLoss: loss === null ? null : loss + 0.5,
    testAccuracy: 0.7 + index / 100,
  }));

/** Path data of the curves of one colour, the legend's samples left out. */
function curvesIn(svg: string, colour: string): readonly string[] {
  const paths = [...svg.matchAll(/<path d="([^"]+)" fill="none" stroke="([^"]+)"/g)];
  return paths.filter(([, data, stroke]) => stroke === colour && !/h26$/.test(data)).map(([, data]) => data);
}

function numbersIn(data: string): readonly number[] {
  return (data.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
}

function textsIn(svg: string): readonly string[] {
  return [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, content]) => content);
}

function expectSound(svg: string): void {
  expect(XMLValidator.validate(svg)).toBe(true);
  expect(svg).not.toMatch(/NaN|Infinity|undefined|null/);
}

describe('the curves', () => {
  it('have axes with units, a legend, and the last values at their ends', () => {
    const texts = textsIn(lossCurves(epochsOf(2, 1, 0.25)));
    for (const text of ['Loss', 'cross-entropy (nats)', 'epoch', 'training', 'test', '0.2500', '0.7500']) {
      expect(texts).toContain(text);
    }
    expect(texts).toContain('lowest test loss 0.7500 · epoch 3');
    const accuracy = textsIn(accuracyCurves(epochsOf(2, 1, 0.25)));
    for (const text of ['Accuracy', 'accuracy (%)', '62.00 %', '72.00 %', '100']) expect(accuracy).toContain(text);
    expect(accuracy).toContain('best test accuracy 72.00 % · epoch 3');
  });

  it('go down where the loss does, one point for each epoch, the larger loss above', () => {
    const svg = lossCurves(epochsOf(2, 1, 0.25));
    const [train] = curvesIn(svg, colours.train);
    const [test] = curvesIn(svg, colours.test);
    const [x1, y1, x2, y2, x3, y3] = numbersIn(train);
    expect(x2 - x1).toBeCloseTo(x3 - x2, 1);
    expect(y1 < y2 && y2 < y3).toBe(true);
    // Linear from 0: the same difference of losses is the same distance everywhere.
    expect((y2 - y1) / (y3 - y2)).toBeCloseTo((2 - 1) / (1 - 0.25), 1);
    expect(numbersIn(test)[1]).toBeLessThan(y1);
  });

  it('have a gap where a loss is not finite, and marks for points between gaps', () => {
    const svg = lossCurves(epochsOf(2, null, 1, null, 0.8, 0.7));
    const [train] = curvesIn(svg, colours.train);
    expect(train.match(/M/g)).toHaveLength(3);
    expect(numbersIn(train.replaceAll('Z', ''))).toHaveLength(8);
    // One in the legend.
    expect(svg.match(/<circle /g)).toHaveLength(1 + 4);
    expect(svg.match(/<rect [^>]*class="fill-test"/g)).toHaveLength(1 + 4);
    expectSound(svg);
  });

  it('say that there is nothing to show where there is nothing', () => {
    for (const epochs of [[], epochsOf(null, null)]) {
      const svg = lossCurves(epochs);
      expectSound(svg);
      expect(textsIn(svg)).toContain('no finite value to show');
      expect(curvesIn(svg, colours.train)).toEqual([]);
    }
  });

  it('show a single epoch as marks with their values', () => {
    const svg = accuracyCurves(epochsOf(1));
    expectSound(svg);
    expect(svg.match(/<circle /g)).toHaveLength(2);
    expect(textsIn(svg)).toEqual(expect.arrayContaining(['60.00 %', '70.00 %']));
  });

  it('show another run dashed, with its last values', () => {
    const svg = lossCurves(epochsOf(2, 1), { compared: { name: 'tutorial', epochs: epochsOf(3, 2, 1.75) } });
    expect(curvesIn(svg, colours.train)).toHaveLength(2);
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(4);
    expect(textsIn(svg)).toEqual(expect.arrayContaining(['tutorial, training', 'tutorial, test', '1.7500', '1.0000']));
    // No label stands where a curve goes on.
    const labels = [...svg.matchAll(/<text x="([\d.]+)"[^>]*>(1\.0000|1\.7500)</g)].map(([, x]) => Number(x));
    expect(labels).toHaveLength(2);
    expect(new Set(labels).size).toBe(1);
  });

  it('show the batches from the beginning of the first epoch, smoothed and thinned', () => {
    const steps = Array.from({ length: 2000 }, (_, index) => ({
      epoch: 1 + Math.floor(index / 1000),
      step: 1 + (index % 1000),
      loss: index % 2 === 0 ? 1 : 3,
      accuracy: 0.5,
    }));
    const svg = lossCurves(epochsOf(2, 1), { steps });
    expectSound(svg);
    const [batches] = curvesIn(svg, colours.train);
    const numbers = numbersIn(batches);
    expect(numbers.length / 2).toBeLessThanOrEqual(401);
    const heights = numbers.filter((_, index) => index % 2 === 1).slice(100);
    expect(Math.max(...heights) - Math.min(...heights)).toBeLessThan(30);
    expect(textsIn(svg)).toContain('training batches, smoothed');
  });

  it('do not let the batches of the first epoch squeeze what follows', () => {
    const steps = Array.from({ length: 60 }, (_, index) => ({
      epoch: 1 + Math.floor(index / 20),
      step: 1 + (index % 20),
      loss: 100 / (1 + index),
      accuracy: 0.5,
    }));
    const [lowest, highest] = [0.5, 2];
    const svg = lossCurves(epochsOf(highest, 1, lowest), { steps });
    // Test losses are 0.5 more, the smoothed batches of the second epoch at most 12.
    expect(Math.max(...textsIn(svg).map(Number).filter(Number.isFinite))).toBeLessThanOrEqual(15);
    const [curve] = curvesIn(svg, colours.train);
    const batches = numbersIn(curve);
    const top = Math.min(...[...svg.matchAll(/ y1="([\d.]+)"/g)].map(([, y]) => Number(y)));
    // It begins at the upper edge, behind the start of the axis, and goes down from there.
    expect(batches[1]).toBeCloseTo(top, 1);
    expect(batches[0]).toBeGreaterThan(Math.min(...[...svg.matchAll(/ x1="([\d.]+)"/g)].map(([, x]) => Number(x))) + 8);
    expect(Math.min(...batches.filter((_, index) => index % 2 === 1))).toBeCloseTo(top, 1);
    // Where nothing follows they decide.
    const alone = lossCurves(epochsOf(5), { steps: steps.slice(0, 20) });
    expect(textsIn(alone)).toContain('100');
    expectSound(svg);
  });

  it('are sound for any numbers, and stay inside the picture', () => {
    const loss = fc.oneof(fc.double({ min: 0, noNaN: true }), fc.constantFrom(null, Number.NaN, 0, 5e-324));
    const accuracy = fc.option(fc.double({ min: 0, max: 1, noNaN: true }));
    const numbers = fc.record({ trainLoss: loss, testLoss: loss, trainAccuracy: accuracy, testAccuracy: accuracy });
    fc.assert(
      fc.property(fc.array(numbers, { maxLength: 12 }), (rows) => {
        const epochs = rows.map((row, index) => ({ epoch: index + 1, ...row }));
        for (const svg of [lossCurves(epochs), accuracyCurves(epochs)]) {
          expectSound(svg);
          for (const data of curvesIn(svg, colours.test)) {
            for (const [index, value] of numbersIn(data).entries()) {
              expect(value).toBeGreaterThanOrEqual(0);
              expect(value).toBeLessThanOrEqual(index % 2 === 0 ? 720 : 420);
            }
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('speak Chinese', () => {
    expect(textsIn(lossCurves(epochsOf(2, 1), { language: 'zh' }))).toEqual(
      expect.arrayContaining(['损失', '轮次', '训练', '测试', '最低测试损失 1.5000 · 第 2 轮']),
    );
  });
});
