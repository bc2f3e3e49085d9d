import { describe, expect, it } from 'vitest';
import { messageCatalogues } from './chinese.ts';
import { translator } from './translator.ts';

describe('translator', () => {
  const translate = translator({
    'no such file': '没有该文件',
    '{file}: cannot be read: {?reason}': '{file}：无法读取：{reason}',
    '{?where}: {*problem}': '{where}：{problem}',
    "{-name} is '{value}', expected {*expected}": "{name} 为 '{value}'，应为{expected}",
    'a number above {#least}': '大于 {least} 的数',
    'a file': '文件',
    '{*first} comes before {*second}': '{second}在{first}之后',
    '{#count} image(s)': '{count} 张图像',
    '{*images} left{*more}': '剩余{images}{more}',
    '; and more': '；还有更多',
  });

  it('puts what varies into the Chinese sentence, in its order', () => {
    expect(translate("--lr is 'x', expected a number above 0")).toBe("--lr 为 'x'，应为大于 0 的数");
    expect(translate('a file comes before a number above 3')).toBe('大于 3 的数在文件之后');
    expect([translate('1 image'), translate('2,000 images')]).toEqual(['1 张图像', '2,000 张图像']);
  });

  it('translates parts, leaves names alone and keeps the words of others', () => {
    expect(translate('a file: cannot be read: no such file')).toBe('a file：无法读取：没有该文件');
    expect(translate('a: cannot be read: EBADMSG')).toBe('a：无法读取：EBADMSG');
    expect(translate('2 images left')).toBe('剩余 2 张图像');
    expect(translate('2 images left; and more')).toBe('剩余 2 张图像；还有更多');
  });

  it('says a sentence as a whole or not at all', () => {
    expect(translate("--lr is 'x', expected what nobody knows")).toBeUndefined();
    expect(translate('a file comes before what nobody knows')).toBeUndefined();
    expect(translate('many images')).toBeUndefined();
    expect(translate('a: b: c')).toBeUndefined();
  });

  it('puts spaces between Chinese and Latin letters alone', () => {
    const say = translator({ 'give {?what} to {?whom}': '把{what}给 {whom}', 'a file': '文件', everybody: '所有人' });
    expect(say('give a file to everybody')).toBe('把文件给所有人');
    expect(say('give .pt to Ann')).toBe('把 .pt 给 Ann');
  });

  it('is quick with a text of any length, whoever chose the names in it', () => {
    const say = translator(Object.assign({}, ...messageCatalogues));
    const seconds = (text: string) => {
      const before = process.cpuUsage();
      say(text);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1e6;
    };
    say('warm');
    for (const piece of ['a: b, ', "--x is 'a', which is ", 'a and b or c; d · ', ' (', 'expected ', '{*a}', '，']) {
      const text = piece.repeat(100_000 / piece.length);
      expect(seconds(text)).toBeLessThan(8 * seconds(text.slice(0, text.length / 4)) + 0.05);
    }
  });
});
