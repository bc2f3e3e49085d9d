import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { element, escapeMarkup, printElement, printSvg } from './svg.ts';

describe('SVG', () => {
  it('is printed with its size, title and content', () => {
    const svg = printSvg({
      width: 20,
      height: 10.5,
      title: 'A & B',
      content: [element('rect', { x: 1 / 3, y: -0.001 })],
    });
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 20 10.5" width="20" height="10.5" /);
    expect(svg).toMatch(/><title>A &amp; B<\/title><rect x="0.33" y="0"\/><\/svg>\n$/);
  });

  it('keeps any text whole and well-formed', () => {
    const anyText = fc.string({ unit: 'binary', maxLength: 20 });
    fc.assert(
      fc.property(anyText, anyText, (inside, attribute) => {
        const printed = printElement(element('text', { class: attribute }, `(${inside})`));
        expect(XMLValidator.validate(printed)).toBe(true);
        expect(printed).not.toMatch(/\p{Surrogate}/u);
        expect([...printed].every((character) => character >= '\t')).toBe(true);
      }),
    );
    const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', trimValues: false });
    const hostile = '</text><script>alert("1")</script>\'&amp;';
    expect(parser.parse(printElement(element('text', { class: hostile }, hostile))).text).toMatchObject({
      class: hostile,
      '#text': hostile,
    });
  });

  it('replaces what XML cannot hold', () => {
    expect(escapeMarkup('a\u0000b\ud800c\u001b')).toBe('a\ufffdb\ufffdc\ufffd');
    expect(escapeMarkup('猫 🐈')).toBe('猫 🐈');
  });

  it('refuses coordinates that are no numbers', () => {
    expect(() => element('rect', { x: Number.NaN })).toThrow('NaN is no coordinate');
  });
});
