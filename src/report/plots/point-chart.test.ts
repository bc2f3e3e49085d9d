import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { printSvg } from '../svg.ts';
import { colours } from './palette.ts';
import { drawPointChart } from './point-chart.ts';

const points = [
  { name: 'small', x: 10, y: 60, isMarked: false },
  { name: 'middle <1>', x: 100, y: 80, isMarked: true },
  { name: 'large', x: 1000, y: 90, isMarked: false },
];
const chart = { title: 'Accuracy & cost', remark: undefined, xTitle: 'cost', yTitle: 'accuracy (%)', points };

describe('a chart of points', () => {
  it('names its axes and each point', () => {
    const svg = printSvg(drawPointChart({ ...chart, remark: 'three epochs' }));
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    const texts = [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, content]) => content);
    for (const text of ['cost', 'accuracy (%)', 'three epochs', 'small', 'middle &lt;1&gt;', 'large', '100', '60']) {
      expect(texts).toContain(text);
    }
  });

  it('places points by the logarithm of x, higher values higher up, and marks those that it is about', () => {
    const svg = printSvg(drawPointChart(chart));
    const circles = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)]);
    const squares = [...svg.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="8.1" height="8.1" fill="([^"]+)"/g)];
    expect(circles).toHaveLength(2);
    expect(squares.map(([, , , fill]) => fill)).toEqual([colours.test]);
    const [[small, low], [large, high]] = circles;
    expect(Number(squares[0][1]) + 4.05).toBeCloseTo((small + large) / 2, 1);
    expect(high).toBeLessThan(low);
  });

  it('draws one point alone', () => {
    const svg = printSvg(drawPointChart({ ...chart, points: points.slice(0, 1) }));
    expect(svg).not.toMatch(/NaN|Infinity/);
    expect(svg).toContain('small');
  });
});
