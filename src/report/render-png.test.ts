import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { outlineTexts, renderPng } from './render-png.ts';
import { element, printElement, type SvgElement } from './svg.ts';
import { Typeface } from './typeface.ts';

const white = element('rect', { width: 60, height: 20, fill: '#ffffff' });
const label = (content: string, attributes = {}) =>
  element('text', { x: 30, y: 15, 'font-size': 12, ...attributes }, content);

describe('renderPng', () => {
  it('draws at the scale that is asked for', async () => {
    const picture = { width: 60, height: 20, title: '', content: [white] };
    expect(await sharp(await renderPng(picture)).metadata()).toMatchObject({ format: 'png', width: 120, height: 40 });
    expect(await sharp(await renderPng(picture, { scale: 1 })).metadata()).toMatchObject({ width: 60, height: 20 });
  });

  it('draws texts', async () => {
    const picture = {
      width: 60,
      height: 20,
      title: '',
      content: [white, label('84.26 %', { 'text-anchor': 'middle' })],
    };
    const { data, info } = await sharp(await renderPng(picture, { scale: 1 }))
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const dark = [...data].flatMap((_, index) =>
      index % info.channels === 0 && data[index] < 128 ? [(index / info.channels) % 60] : [],
    );
    expect(dark.length).toBeGreaterThan(20);
    // In the middle, about 40 pixels wide.
    expect(Math.min(...dark)).toBeGreaterThan(5);
    expect(Math.min(...dark)).toBeLessThan(15);
    expect(Math.max(...dark)).toBeGreaterThan(45);
  });

  it('does so without the fonts of the machine', async () => {
    const drawn = (text: SvgElement) => renderPng({ width: 60, height: 20, title: '', content: [white, text] });
    const outlined = await drawn(outlineTexts(label('84.26 %'), new Typeface()));
    expect((await drawn(label('84.26 %'))).equals(outlined)).toBe(true);
  });
});

describe('outlineTexts', () => {
  const face = new Typeface();
  const leftEdge = (anchor: string) => {
    const { attributes } = outlineTexts(label('HHHH', { 'text-anchor': anchor }), face);
    return Math.min(...[...attributes.d.matchAll(/[ML](-?[\d.]+)/g)].map(([, x]) => Number(x)));
  };

  it('leaves no text to the fonts of the machine, and keeps colour and turn', () => {
    const turned = label('true class', { fill: '#123456', transform: 'rotate(-90 30 15)' });
    const outlined = outlineTexts(element('g', {}, element('title', {}, 'no drawing'), turned), face);
    expect(printElement(outlined)).toMatch(
      /^<g><title>no drawing<\/title><path fill="#123456" transform="rotate\(-90 30 15\)" d="M[-\dMLQCZ., ]+"\/><\/g>$/,
    );
  });

  it('begins, centres or ends it at its place', () => {
    const width = face.widthOf('HHHH', { size: 12 });
    expect(leftEdge('start') - leftEdge('middle')).toBeCloseTo(width / 2, 1);
    expect(leftEdge('start') - leftEdge('end')).toBeCloseTo(width, 1);
    expect(leftEdge('start')).toBeGreaterThanOrEqual(30);
  });

  it('has a bold face', () => {
    expect(face.widthOf('accuracy', { size: 12, weight: 'bold' })).toBeGreaterThan(
      face.widthOf('accuracy', { size: 12 }),
    );
  });

  it('leaves texts of other scripts to the machine', () => {
    expect(outlineTexts(label('损失'), face).name).toBe('text');
  });
});
