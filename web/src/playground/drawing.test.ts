import { beforeEach, describe, expect, it } from 'vitest';
import { Drawing, drawingSide } from './drawing.ts';

describe('a drawing', () => {
  let drawing = new Drawing();
  beforeEach(() => {
    drawing = new Drawing();
  });
  const at = (x: number, y: number) => drawing.pixels[y * drawingSide + x];
  const sum = () => drawing.pixels.reduce((total, level) => total + level, 0);

  it('has a round dot where the pen was put down', () => {
    drawing.begin(20, 255, { x: 100, y: 50 });
    expect([at(100, 50), at(108, 50), at(111, 50), at(100, 58), at(108, 58)]).toEqual([255, 255, 0, 255, 0]);
    // Area of a circle.
    expect(sum() / 255).toBeCloseTo(Math.PI * 100, -1);
  });

  it('joins the points of a stroke without gaps', () => {
    drawing.begin(10, 255, { x: 20, y: 20 });
    drawing.extend({ x: 200, y: 110 });
    for (let x = 20; x <= 200; x++) expect(at(x, Math.round(20 + (x - 20) / 2))).toBe(255);
    expect(at(20, 110)).toBe(0);
  });

  it('stays inside where the pen leaves it', () => {
    drawing.begin(30, 255, { x: -5, y: 140 });
    drawing.extend({ x: 400, y: 140 });
    expect([at(0, 140), at(drawingSide - 1, 140), at(0, 160)]).toEqual([255, 255, 0]);
    drawing.clear();
    drawing.begin(30, 255, { x: 500, y: 500 });
    expect(sum()).toBe(0);
  });

  it('erases, and takes strokes back one by one', () => {
    drawing.begin(40, 255, { x: 100, y: 100 });
    const painted = sum();
    drawing.begin(10, 0, { x: 100, y: 100 });
    expect(at(100, 100)).toBe(0);
    expect(at(112, 100)).toBe(255);
    drawing.undo();
    expect(sum()).toBe(painted);
    expect(drawing.isEmpty).toBe(false);
    drawing.undo();
    expect([sum(), drawing.isEmpty]).toEqual([0, true]);
    drawing.undo();
    drawing.extend({ x: 5, y: 5 });
    expect(sum()).toBe(0);
  });

  it('is the same after being painted anew', () => {
    drawing.begin(15, 255, { x: 30, y: 30 });
    for (let step = 1; step < 20; step++) drawing.extend({ x: 30 + 9 * step, y: 30 + step * step * 0.5 });
    const before = drawing.pixels.slice();
    drawing.begin(15, 0, { x: 30, y: 30 });
    drawing.undo();
    expect(drawing.pixels).toEqual(before);
  });
});
