import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { InMemoryDataset } from '../data/dataset.ts';
import { classificationReport } from '../evaluation/classification-report.ts';
import { type RunReport, type RunReportOptions, writeRunReport } from './write-run-report.ts';

const hostile = '"><script>alert(1)</script><img src=x onerror=alert(2)>';
const count = 6;
const pixels = 28 * 28;

const dataset: InMemoryDataset = {
  name: `pets${hostile}`,
  images: Uint8Array.from({ length: count * pixels }, (_, index) => (index * 31 + (index >> 8)) % 256),
  labels: Uint8Array.from([0, 1, 2, 0, 1, 2]),
  count,
  rows: 28,
  columns: 28,
  classNames: ['cat', `dog${hostile}`, 'eel'],
  sha256: 'abc',
};

/** Image 4, a dog, is surely taken for an eel; image 3, a cat, perhaps for a dog. */
const logits = Float32Array.from([9, 0, 0, 0, 9, 0, 0, 0, 9, 0, 1, 0, 0, 0, 9, 0, 0, 9]);
const evaluation = classificationReport({ dataset, classCount: 3, logits });

const report: RunReport = {
  epochs: [
    { epoch: 1, trainLoss: 2, trainAccuracy: 0.5, testLoss: 1.5, testAccuracy: 0.6, seconds: 90 },
    { epoch: 2, trainLoss: null, trainAccuracy: 0.1, testLoss: null, testAccuracy: 0.1, seconds: 3600 },
  ],
  evaluation,
  dataset,
  configuration: { epochs: { value: 2, source: 'cli' }, run: { value: hostile, source: 'cli' } },
  environment: { node: process.version, commandLine: hostile },
  summary: `Layer ${hostile}`,
};

async function write(changes: Partial<RunReport> = {}, options: RunReportOptions = {}) {
  const folder = join(mkdtempSync(join(tmpdir(), 'googlenet-report-')), 'my-run');
  const files = await writeRunReport(folder, { ...report, ...changes }, options);
  return { folder, files, page: readFileSync(join(folder, 'report.html'), 'utf8') };
}

describe('writeRunReport', () => {
  it('writes plots, evaluation and page, and leaves no temporary file', async () => {
    const { folder, files } = await write();
    const plots = ['accuracy', 'confusion', 'loss'].flatMap((name) => [`${name}.png`, `${name}.svg`]);
    expect(readdirSync(folder).sort()).toEqual(['evaluation.json', 'plots', 'report.html']);
    expect(readdirSync(join(folder, 'plots')).sort()).toEqual(plots);
    expect([...files].sort()).toEqual(
      ['evaluation.json', ...plots.map((name) => join('plots', name)), 'report.html'].sort(),
    );
    expect(JSON.parse(readFileSync(join(folder, 'evaluation.json'), 'utf8'))).toEqual(evaluation);
    for (const name of ['loss', 'accuracy', 'confusion']) {
      const svg = readFileSync(join(folder, 'plots', `${name}.svg`), 'utf8');
      expect(XMLValidator.validate(svg)).toBe(true);
      expect(svg).not.toContain('<script');
      const [, width, height] = /viewBox="0 0 (\S+) (\S+)"/.exec(svg) ?? [];
      const size = await sharp(join(folder, 'plots', `${name}.png`)).metadata();
      expect(Math.abs(size.width - 2 * Number(width))).toBeLessThanOrEqual(1);
      expect(Math.abs(size.height - 2 * Number(height))).toBeLessThanOrEqual(1);
    }
  });

  it.each(['report.html', 'evaluation.json', 'plots'])(
    'writes over no %s but that of an earlier report',
    async (name) => {
      const { folder } = await write();
      // Its own it replaces.
      await writeRunReport(folder, report);
      const mine = mkdtempSync(join(tmpdir(), 'googlenet-report-'));
      writeFileSync(join(mine, name), 'precious');
      await expect(writeRunReport(mine, report)).rejects.toThrow(`${mine}: holds ${name}, which no report wrote`);
      expect(readFileSync(join(mine, name), 'utf8')).toBe('precious');
      expect(readdirSync(mine)).toEqual([name]);
      // In a run's folder these names are the report's.
      writeFileSync(join(mine, 'config.json'), '{}');
      if (name !== 'plots') await writeRunReport(mine, report);
    },
  );

  it('says how many lines of the metrics are missing in it', async () => {
    expect((await write()).page).not.toContain('metrics.jsonl');
    expect((await write({ unreadableLines: 3 })).page).toContain('3 lines of metrics.jsonl cannot be read');
    expect((await write({ unreadableLines: 1 }, { language: 'zh' })).page).toContain('metrics.jsonl 中有 1 行无法读取');
  });

  it('writes a page that is well-formed and refers to nothing outside', async () => {
    const { page } = await write();
    expect(XMLValidator.validate(page.replace('<!DOCTYPE html>', ''))).toBe(true);
    const references = [...page.matchAll(/\b(?:src|href|action|data|poster|srcset)="([^"]*)"/g)].map(
      ([, target]) => target,
    );
    expect(references).toHaveLength(evaluation.mistakes.length);
    for (const target of references) expect(target).toMatch(/^data:image\/png;base64,[A-Za-z0-9+/=]+$/);
    expect(page).not.toMatch(/url\(|@import|<link|<base|<iframe|<object|<embed|\son\w+="|\sstyle="/);
    // Apart from the name of SVG, and from base64, which may hold slashes.
    const rest = page.replaceAll(/http:\/\/www\.w3\.org\/2000\/svg|base64,[^"]+/g, '');
    expect(rest.match(/\w*:?\/\/.{0,20}/g)).toBeNull();
  });

  it('allows the page nothing but its own style and pictures', async () => {
    const { page } = await write();
    const [, style] = /<style>([\s\S]*)<\/style>/.exec(page) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    expect(policy.replaceAll('&apos;', "'")).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`,
    );
  });

  it('escapes every name that it is given', async () => {
    const { page } = await write({ name: hostile });
    expect(page).not.toMatch(/<script|<img src=x/);
    const escaped = '&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;';
    for (const before of ['Training report · ', 'Tested on pets', 'is dog', '<td>', 'Layer ']) {
      expect(page).toContain(before + escaped);
    }
  });

  it('shows the numbers, the mistakes and their pictures, pixel by pixel', async () => {
    const { page } = await write();
    const text = page.replaceAll(/<style>[\s\S]*<\/style>|<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
    expect(text).toContain('my-run');
    expect(text).toContain('66.67 % accuracy');
    expect(text).toContain('2 epochs 1 h 2 min training time');
    expect(text).toContain('2 – 10.00 % – 10.00 % 1 h 0 min');
    expect(text).toContain('eel 0.6667 1.0000 0.8000 2');
    const share = (100 * Math.exp(9)) / (Math.exp(9) + 2);
    expect(text).toMatch(new RegExp(`eel is dog\\S+ .* ${share.toFixed(1)} % #4 dog\\S+ .* is cat 57\\.6 % #3`));

    const [first] = [...page.matchAll(/src="data:image\/png;base64,([^"]+)"/g)].map(([, data]) => data);
    const picture = await sharp(Buffer.from(first, 'base64'))
      .toColourspace('b-w')
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(picture.info).toMatchObject({ width: 28, height: 28, channels: 1 });
    expect(Buffer.compare(picture.data, dataset.images.subarray(4 * pixels, 5 * pixels))).toBe(0);
  });

  it('shows the mistakes of a colour dataset without its margin', async () => {
    const [size, margin] = [6, 2];
    const area = size * size;
    const images = Uint8Array.from({ length: count * 3 * area }, (_, index) => (index * 7) % 256);
    const colour = { ...dataset, images, channels: 3, rows: size, columns: size, margin };
    const { page } = await write({ dataset: colour });
    expect(page).toContain('width="2" height="2"');
    const [, first] = /src="data:image\/png;base64,([^"]+)"/.exec(page) ?? [];
    const { data, info } = await sharp(Buffer.from(first, 'base64')).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 2, height: 2, channels: 3 });
    const middle = [14, 15, 20, 21].flatMap((at) => [0, 1, 2].map((channel) => images[(12 + channel) * area + at]));
    expect([...data]).toEqual(middle);
  });

  it('says by which images the best epoch was chosen', async () => {
    expect((await write()).page).toContain('chosen by the test images, which therefore flatter it');
    const epochs = [{ epoch: 1, trainLoss: 2, trainAccuracy: 0.5, valLoss: 1.5, valAccuracy: 0.6, seconds: 90 }];
    expect((await write({ epochs })).page).toContain('chosen by the validation images.');
    expect((await write({ epochs }, { language: 'zh' })).page).toContain('按验证图像选出');
    expect((await write({ epochs: [] })).page).not.toContain('The best epoch');
  });

  it('has a dash for times that are not known', async () => {
    const [first, second] = report.epochs;
    const { page } = await write({ epochs: [first, { ...second, seconds: null }] });
    expect(page).toContain('<b>–</b><span>training time</span>');
    expect(page).toContain('<td>10.00 %</td><td>–</td></tr>');
  });

  it('speaks Chinese, and leaves out what it is not given', async () => {
    const { page, folder } = await write({}, { language: 'zh' });
    expect(page).toContain('<html lang="zh-CN">');
    for (const word of ['训练报告 · my-run', '最严重的错误', '混淆矩阵', '实为 cat']) expect(page).toContain(word);
    expect(readFileSync(join(folder, 'plots', 'loss.svg'), 'utf8')).toContain('>Loss<');
    const { configuration, environment, summary, ...bare } = report;
    const other = join(folder, 'bare');
    await writeRunReport(other, bare, { language: 'zh' });
    const short = readFileSync(join(other, 'report.html'), 'utf8');
    for (const title of ['其余配置', '环境', '网络']) {
      expect(page).toContain(`<summary>${title}</summary>`);
      expect(short).not.toContain(`<summary>${title}</summary>`);
    }
  });

  it('says so where no mistake was made', async () => {
    const right = Float32Array.from([9, 0, 0, 0, 9, 0, 0, 0, 9, 9, 1, 0, 0, 9, 0, 0, 0, 9]);
    const { page } = await write({ evaluation: classificationReport({ dataset, classCount: 3, logits: right }) });
    expect(page).toContain('The network made no mistake.');
    expect(page).not.toContain('<figure');
  });

  it('refuses pictures of another dataset, before it writes anything', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'googlenet-report-')), 'run');
    const other = { ...dataset, name: 'other', sha256: 'def' };
    await expect(writeRunReport(folder, { ...report, dataset: other })).rejects.toThrow(
      /the evaluation is of pets.*the dataset is other/,
    );
    expect(existsSync(folder)).toBe(false);
  });

  it('names the file that cannot be written, and keeps the old ones whole', async () => {
    const { folder } = await write();
    const before = readFileSync(join(folder, 'evaluation.json'));
    mkdirSync(join(folder, 'plots', 'accuracy.svg.tmp'));
    writeFileSync(join(folder, 'plots', 'accuracy.svg.tmp', 'x'), '');
    await expect(writeRunReport(folder, report)).rejects.toMatchObject({
      code: 'NOT_WRITTEN',
      message: expect.stringMatching(
        /accuracy\.svg: cannot be written: .* · hint: move away the folder that is in its place/,
      ),
    });
    expect(readFileSync(join(folder, 'evaluation.json')).equals(before)).toBe(true);
  });
});
