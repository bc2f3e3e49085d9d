import { describe, expect, it } from 'vitest';
import { clockTime, displayWidth, fitWidth, jsonLine, safeLine, shorten } from './terminal-text.ts';

describe('a line that is safe to print', () => {
  it.each([
    ['escape sequences, also of one byte', '\u001b[2J\u009b2J', '\ufffd[2J\ufffd2J'],
    ['backspace, bell, carriage return, tab, delete', 'a\b\u0007\r\t\u007f', `a${'\ufffd'.repeat(5)}`],
    ['marks of direction', 'a\u202egnp.exe\u2066\u2069\u200e\u200f\u061c', `a\ufffdgnp.exe${'\ufffd'.repeat(5)}`],
    ['what is not seen', 'a\u200bb\u2060c\ufeff', 'a\ufffdb\ufffdc\ufffd'],
    ['halves of a character', 'a\ud800b', 'a\ufffdb'],
    ['line ends of every kind', 'one \r\n  two\u2028three\u2029\n', 'one two three'],
    ['nothing of other texts', '  Größe 训练 é 👩‍👩‍👧 نمی‌خواهم', '  Größe 训练 é 👩‍👩‍👧 نمی‌خواهم'],
  ])('changes %s', (_, text, expected) => expect(safeLine(text)).toBe(expected));

  it('is made in a time that grows with the length alone: with its square this would not end', () => {
    const spaces = ' '.repeat(1_000_000);
    expect(safeLine(`${spaces}x\n`)).toBe(`${spaces}x`);
  });

  it('as JSON keeps every name', () => {
    const value = { 'a\u202e': ['\u009b2J', '\ud800', 'é\n', '\u007f'] };
    expect(jsonLine(value)).toMatch(/^[\x20-\x7eé]+$/);
    expect(JSON.parse(jsonLine(value))).toEqual(value);
  });
});

describe('terminal text', () => {
  it('counts columns', () => {
    expect(displayWidth('loss ━─')).toBe(7);
    expect(displayWidth('训练')).toBe(4);
    expect(displayWidth('😀')).toBe(2);
    expect(displayWidth('e\u0301te')).toBe(3);
    expect(displayWidth('𠮷')).toBe(2);
  });

  it('cuts what is too wide, never half a character', () => {
    expect(fitWidth('ok', 2)).toBe('ok');
    expect(fitWidth('long', 2)).toBe('lo');
    expect(fitWidth('训练损失', 5)).toBe('训练');
    expect([shorten('long name', 9), shorten('long name', 5), shorten('训练损失', 6)]).toEqual([
      'long name',
      'long…',
      '训练…',
    ]);
  });

  it.each([
    [0, '00:00'],
    [-3, '00:00'],
    [59.6, '01:00'],
    [610, '10:10'],
    [3900, '1:05:00'],
  ])('%d s is %s', (seconds, expected) => expect(clockTime(seconds)).toBe(expected));
});
