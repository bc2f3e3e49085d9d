// A picture as a tree of SVG elements: what the plots build, and what becomes an SVG file or, through outlines, a PNG.

export interface SvgElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Strings are text; they are escaped when printed. */
  readonly children: readonly (SvgElement | string)[];
}

/** A whole picture, in its own units; one unit is a pixel at natural size. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** For those who cannot see it. */
  readonly title: string;
  readonly content: readonly SvgElement[];
}

type AttributeValue = string | number | undefined;

/** Numbers are rounded to hundredths; undefined attributes are left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, AttributeValue>>,
  ...children: readonly (SvgElement | string)[]
): SvgElement {
  const given = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, typeof value === 'number' ? printNumber(value) : value] as const],
  );
  return { name, attributes: Object.fromEntries(given), children };
}

/** A file of its own. */
export function printSvg(picture: Picture): string {
  return `${printElement(svgElement(picture))}\n`;
}

export function svgElement({ width, height, title, content }: Picture): SvgElement {
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${printNumber(width)} ${printNumber(height)}`,
      width,
      height,
      role: 'img',
      'font-family': fontFamily,
    },
    element('title', {}, title),
    ...content,
  );
}

/** Faces as wide as Arimo, by which texts are measured, and whatever the reader has for other scripts. */
const fontFamily = "Arial, Helvetica, Arimo, 'Liberation Sans', 'PingFang SC', 'Noto Sans CJK SC', sans-serif";

export function printElement({ name, attributes, children }: SvgElement): string {
  const printed = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeMarkup(value)}"`);
  if (children.length === 0) return `<${name}${printed.join('')}/>`;
  const inside = children.map((child) => (typeof child === 'string' ? escapeMarkup(child) : printElement(child)));
  return `<${name}${printed.join('')}>${inside.join('')}</${name}>`;
}

/** Also replaces what XML has no way to write. */
export function escapeMarkup(text: string): string {
  return (
    text
      .replaceAll(/\p{Surrogate}/gu, '\ufffd')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to find
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&apos;')
  );
}

/** @throws RangeError for what no picture can show, which a plot must have left out */
function printNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no coordinate`);
  return String(Number(value.toFixed(2)));
}
