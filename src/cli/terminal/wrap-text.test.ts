import { describe, expect, it } from 'vitest';
import { displayWidth } from './terminal-text.ts';
import { wrapPrinted, wrapText } from './wrap-text.ts';

describe('wrapText', () => {
  it('breaks English at spaces, and keeps line ends, indents and what is too long', () => {
    expect(wrapText('one two three', 8)).toBe('one two\nthree');
    expect(wrapText('one\n\n  two three', 8)).toBe('one\n\n  two\nthree');
    expect(wrapText('a --much-too-long b', 6)).toBe('a\n--much-too-long\nb');
  });

  it('breaks Chinese between any two characters, each two columns wide', () => {
    expect(wrapText('图像的行数和列数', 6)).toBe('图像的\n行数和\n列数');
    expect(wrapText('用 SGD 的动量', 6)).toBe('用 SGD\n的动量');
  });

  it('begins no line with a closing mark, ends none with an opening one, and splits no word or option', () => {
    expect(wrapText('学习率，动量', 6)).toBe('学习\n率，动\n量');
    expect(wrapText('学习率（默认）', 8)).toBe('学习率\n（默认）');
    expect(wrapText('需要--momentum。', 12)).toBe('需要\n--momentum。');
    const text = '一组相互配合的选项：tutorial、fast、own-images（见 googlenet recipes；默认值：tutorial）'.repeat(3);
    for (const columns of [24, 31, 40, 79]) {
      const lines = wrapText(text, columns).split('\n');
      expect(lines.every((line) => displayWidth(line) <= columns)).toBe(true);
      expect(lines.some((line) => /^[，。；：、）]|（$/.test(line))).toBe(false);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    }
  });
});

describe('wrapPrinted', () => {
  it('breaks a line between words, below its own beginning, and keeps a dot with what stands before it', () => {
    const plan = 'LeNet, 61,706 parameters · Fashion-MNIST, 1,500 images · 2 epochs · engine onednn';
    expect(wrapPrinted(plan, 54).split('\n')).toEqual([
      'LeNet, 61,706 parameters · Fashion-MNIST, 1,500',
      'images · 2 epochs · engine onednn',
    ]);
    expect(wrapPrinted('  cat/a.png, dog/the same.png', 23)).toBe('  cat/a.png, dog/the\n  same.png');
    expect(wrapPrinted('一张图片无法解码，因此不使用', 21)).toBe('一张图片无法解码，因\n此不使用');
  });

  it('leaves the rows of a table as they are', () => {
    const row = 'cat                12   3';
    expect(wrapPrinted(row, 10)).toBe(row);
  });
});
