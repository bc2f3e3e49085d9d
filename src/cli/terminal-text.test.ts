import { describe, expect, it } from 'vitest';
import { clockTime, displayWidth, fitWidth } from './terminal-text.ts';

describe('terminal text', () => {
  it('counts columns', () => {
    expect(displayWidth('loss ━─')).toBe(7);
    expect(displayWidth('训练')).toBe(4);
    expect(displayWidth('\u001b[32mok\u001b[39m')).toBe(2);
  });

  it('cuts what is too wide, never half a character', () => {
    expect(fitWidth('\u001b[32mok\u001b[39m', 2)).toBe('\u001b[32mok\u001b[39m');
    expect(fitWidth('\u001b[32mlong\u001b[39m', 2)).toBe('lo');
    expect(fitWidth('训练损失', 5)).toBe('训练');
  });

  it.each([
    [0, '00:00'],
    [-3, '00:00'],
    [59.6, '01:00'],
    [610, '10:10'],
    [3900, '1:05:00'],
  ])('%d s is %s', (seconds, expected) => expect(clockTime(seconds)).toBe(expected));
});
