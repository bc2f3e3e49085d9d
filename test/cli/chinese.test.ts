// The command line in Chinese: whole outputs as people see them, and that no help and no error was forgotten.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { displayWidth, isWide } from '../../src/cli/terminal/terminal-text.ts';
import { recipes } from '../../src/cli/train/recipes/recipe-table.ts';
import { helpCatalogues, messageCatalogues, sayHelp } from '../../src/cli/zh/chinese.ts';
import { type Catalogue, translator } from '../../src/cli/zh/translator.ts';
import { spokenTexts } from '../support/spoken-texts.ts';
import { beyondTheCommandLine, pieces } from '../support/untranslated.ts';
import { runCommand, temporaryFolder } from './context.ts';

const chinese = { env: { LANG: 'zh_CN.UTF-8' } };
const commands = (await runCommand(['--help'], chinese)).stdout.match(/^ {2}[a-z]+(?= )/gm)?.map((name) => name.trim());

describe('what is printed', () => {
  it('is help in Chinese, in lines of the terminal, with its columns aligned', async () => {
    const { stdout } = await runCommand(['train', '--help', '--lang', 'zh'], { columns: 80 });
    const [options] = stdout.split('\n示例：');
    expect(options.split('\n').filter((line) => displayWidth(line) > 80)).toEqual([]);
    expect(stdout).toMatch(/^用法：googlenet train \[选项\]\n\n在 Fashion-MNIST 或您自己的图片上训练网络；/);
    expect(stdout).toContain(`
  --lr <rate>                     学习率（默认值：0.005；有 --data 时为 0.01；
                                  adam 和 adamw 为 0.001）
`);
    expect(stdout).toContain('  --batch-size <images>           批大小，即每批的图像数（默认值：128；有 --data');
    expect(stdout).toMatch(/\n示例：\n {2}googlenet train +教程的 30 轮\n/);
  });

  it('is a list of commands whose descriptions stand in a column, though `[选项]` is wider than it is long', async () => {
    const { stdout } = await runCommand(['--help'], chinese);
    const [, list] = stdout.split('\n命令：\n');
    const starts = list.split('\n\n示例：')[0].match(/^ {2}[a-z]+ .*? {2,}(?=\S)/gm) ?? [];
    expect(starts.length).toBeGreaterThan(10);
    expect(new Set(starts.map(displayWidth)).size).toBe(1);
  });

  it('is each mistake of a command line', async () => {
    const { exitCode, stderr } = await runCommand(['train', '--lrr', '1', '--batch-size', '0', '--lang=zh', 'x']);
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      `错误 UNKNOWN_OPTION：train 没有选项 --lrr · 提示：您是否想输入 --lr？
错误 UNEXPECTED_ARGUMENT：'x' 不属于任何选项 · 提示：见 googlenet train --help
错误 INVALID_OPTION：--batch-size 为 '0'，应为不小于 1 的整数
`,
    );
    const { stderr: unknown } = await runCommand(['trian'], chinese);
    expect(unknown).toBe("错误 UNKNOWN_COMMAND：没有命令 'trian' · 提示：您是否想输入 train？\n");
  });

  it('is what is wrong with files', async () => {
    const workingDirectory = temporaryFolder();
    writeFileSync(join(workingDirectory, 'README.md'), '# read me\n');
    const world = { ...chinese, workingDirectory, program: 'npx googlenet' };
    expect((await runCommand(['evaluate', '不存在, 的'], world)).stderr).toBe(
      "错误 INVALID_OPTION：RUN|FILE 为 '不存在, 的'，它不存在 · 提示：请给出 runs/googlenet-1 这样的目录，或 .safetensors 文件\n",
    );
    expect((await runCommand(['evaluate', 'README.md'], world)).stderr).toBe(
      '错误 INVALID_FILE：README.md：是文本文件，不是 .safetensors 文件 · 提示：请给出 .safetensors 文件\n',
    );
    expect((await runCommand(['train', '--data', 'README.md'], world)).stderr).toBe(
      '错误 INVALID_DATA：README.md：是文本文件，不是文件夹 · 提示：请给出包含各类别文件夹的目录\n',
    );
  });

  it('is what is noted and does not end the command', async () => {
    const { stderr } = await runCommand(['train', '--threads', '100000', '--fit', 'pad'], {
      ...chinese,
      isCheckOnly: true,
    });
    expect(stderr).toMatch(/^注意：--threads 为 100000，多于本机的核心数：按 \d+ 处理\n$/);
  });

  it('is shapes that do not fit', async () => {
    const { stderr } = await runCommand(['summary', '--model', 'lenet', '--image-size', '3', '--lang', 'zh']);
    expect(stderr).toBe(
      '错误 SHAPE_MISMATCH：model.3：conv2d：5×5 的窗口放不进填充为 0,0 的 1×1 图像 · x [1,6,1,1] · w [16,6,5,5] · b [16] · 提示：请使用更大的图像或更小的卷积核\n',
    );
  });

  it('is the networks, the recipes and what the machine has', async () => {
    const said = async (...words: readonly string[]) => (await runCommand(words, chinese)).stdout;
    expect(await said('models')).toMatch(/^名称 +网络 +图像 +参数 +乘加次数\n/);
    for (const { purpose, measured } of Object.values(recipes)) {
      for (const text of [purpose, measured]) expect(sayHelp(text, 'zh')).not.toBe(text);
    }
    expect(await said('recipes')).toMatch(/^tutorial：与教程完全一致\n {2}Fashion-MNIST：/);
    const findings = await said('doctor');
    expect(findings).toMatch(/^处理器 +.* 个核心$/m);
    expect(findings).not.toMatch(/[a-z] (?:cores|free|missing)\b|in the last minute|not on this machine/);
    // For programs, the words stay.
    expect(await said('recipes', '--json')).toBe((await runCommand(['recipes', '--json'])).stdout);
    expect(await said('doctor', '--json')).not.toMatch(/\p{Script=Han}/u);
  });

  it('is English where that is asked for, whatever the locale', async () => {
    expect((await runCommand(['train', '--lrr', '1', '--lang', 'en'], chinese)).stderr).toMatch(
      /^error UNKNOWN_OPTION: /,
    );
    expect((await runCommand(['train', '--help', '--lang', 'en'], chinese)).stdout).toMatch(/^Usage: /);
  });

  it('is in the language of a file of options too', async () => {
    const workingDirectory = temporaryFolder();
    writeFileSync(join(workingDirectory, 'a.yaml'), 'lang: zh\nepochs: 0\n');
    const { stderr } = await runCommand(['train', '--config', 'a.yaml'], { workingDirectory });
    expect(stderr).toBe("错误 INVALID_OPTION：a.yaml：epochs 为 '0'，应为不小于 1 的整数\n");
  });
});

describe('every help', () => {
  it.each(['', ...(commands ?? [])])('is in Chinese: %s', async (command) => {
    const argv = [...(command === '' ? [] : [command]), '--help'];
    const { stdout } = await runCommand(argv, { ...chinese, columns: 100_000 });
    const said = stdout.split('\n').filter((line) => line.trim() !== '');
    expect(said.filter((line) => ![...line].some(isWide))).toEqual([]);
    // Three English words in a row are a text that was left.
    expect(
      said.filter((line) => /(?<![\w-])[a-z]{2,} [a-z]{2,} [a-z]{2,}\b/.test(line.replace(/googlenet .*? {2}/, ''))),
    ).toEqual([]);
    expect(stdout).not.toContain('(default');
  });
});

describe('every catalogue', () => {
  const rows = [...helpCatalogues, ...messageCatalogues].flatMap((catalogue) => Object.entries(catalogue));

  it('says in Chinese what its English sentences say', () => {
    const holes = (text: string) => [...text.matchAll(/\{[-#*+?]?([a-z]\w*)\}/gi)].map(([, name]) => name);
    const differing = rows.filter(([key, text]) => holes(key).sort().join() !== holes(text).sort().join());
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it('has full-width punctuation, but in code', () => {
    const isHalf = (text: string) => /\p{Script=Han}[,;:?!(]|[,;:)]\p{Script=Han}/u.test(text);
    expect(rows.filter(([, text]) => isHalf(text)).map(([, text]) => text)).toEqual([]);
  });

  it.each([
    ['help', helpCatalogues],
    ['messages', messageCatalogues],
  ])('has each sentence once, and no row hides another: %s', (_, catalogues) => {
    const keys = catalogues.flatMap((catalogue) => Object.keys(catalogue));
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    const all: Catalogue = Object.assign({}, ...catalogues);
    const translate = translator(all);
    const fill = (text: string) => text.replace(/\{[-#*+?]?[a-z]\w*\}/gi, '7').replaceAll('(s)', 's');
    const unspaced = (text = '') => text.replaceAll(' ', '');
    const hidden = keys.filter((key) => unspaced(translate(fill(key))) !== unspaced(fill(all[key])));
    expect(hidden).toEqual([]);
  });
});

it('has every error, hint and note that a command line can meet', () => {
  const translate = translator(Object.assign({}, ...messageCatalogues));
  const fill = (template: string) => template.replaceAll('{}', '7');
  const rows = messageCatalogues
    .flatMap((catalogue) => Object.keys(catalogue))
    .map((key) => key.replace(/\{[-#*+?]?[a-z]\w*\}/gi, '7').replaceAll('(s)', 's'));
  const isInside = (text: string) => rows.some((row) => row.includes(text));
  const said = messageCatalogues.flatMap((catalogue) => Object.values(catalogue)).join('\n');
  /** Nothing of it is English still: a sentence may look as if it began with somebody's name. */
  const isWhole = (text = 'not known') =>
    (text.match(/[a-z]{2,}(?: [a-z]+)+/g) ?? []).every((words) => said.includes(words));
  // Some go on behind a name.
  const isKnown = (text: string) =>
    [text, `7 ${text}`, `"7" ${text}`].some((sentence) => isWhole(translate(sentence))) ||
    (/^[ ,;.]/.test(text) && isInside(text));
  const texts = spokenTexts(fileURLToPath(new URL('../../', import.meta.url)));
  expect(texts.length).toBeGreaterThan(800);
  const listed = Object.keys(beyondTheCommandLine);
  const missing = texts.filter(({ template, place }) => {
    if (!isProse(fill(template)) || template.startsWith('unreachable: ')) return false;
    return !isKnown(fill(template)) && !pieces.includes(template) && !listed.some((start) => place.startsWith(start));
  });
  expect(missing).toEqual([]);

  const unknown = texts.filter(({ template }) => isProse(fill(template)) && !isKnown(fill(template)));
  expect(listed.filter((start) => !unknown.some(({ place }) => place.startsWith(start)))).toEqual([]);
  expect(pieces.filter((piece) => !unknown.some(({ template }) => template === piece))).toEqual([]);
});

/** Not a name, a value or a path. */
function isProse(text: string): boolean {
  return /\p{L}{2,} \p{L}|\p{L} \p{L}{2,}|7 \p{L}{2,} |7: \p{L}{2,} /u.test(text);
}
