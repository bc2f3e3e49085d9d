// A picture as PNG. Texts are drawn as outlines, because the renderer would leave them out on a machine without fonts.
import { element, type Picture, printElement, type SvgElement, svgElement } from './svg.ts';
import { type TextStyle, Typeface } from './typeface.ts';

/** @param options.scale pixels for one unit of the picture; default 2, sharp on screens of high density */
export async function renderPng(picture: Picture, { scale = 2 }: { readonly scale?: number } = {}): Promise<Buffer> {
  const svg = printElement(outlineTexts(svgElement(picture), new Typeface()));
  // Loaded here, so that programs that draw nothing start without it.
  const { default: sharp } = await import('sharp');
  return await sharp(Buffer.from(svg), { density: 72 * scale })
    .png({ palette: true, effort: 4 })
    .toBuffer();
}

/** Texts that the typeface does not cover stay: the system's fonts may have them. */
export function outlineTexts(root: SvgElement, face: Typeface): SvgElement {
  if (root.name === 'text') return outlineText(root, face);
  return {
    ...root,
    children: root.children.map((child) => (typeof child === 'string' ? child : outlineTexts(child, face))),
  };
}

function outlineText(text: SvgElement, face: Typeface): SvgElement {
  const { x, y, 'font-size': size, 'font-weight': weight, 'text-anchor': anchor, ...rest } = text.attributes;
  const style: TextStyle = { size: Number(size), weight: weight === 'bold' ? 'bold' : 'normal' };
  const content = text.children.filter((child) => typeof child === 'string').join('');
  if (!face.covers(content, style)) return text;
  const shift = { start: 0, middle: 0.5, end: 1 }[anchor ?? 'start'] ?? 0;
  const left = Number(x) - shift * face.widthOf(content, style);
  return element('path', { ...rest, d: face.outline(content, left, Number(y), style) });
}
