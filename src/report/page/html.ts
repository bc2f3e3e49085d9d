// Elements as HTML, with everything escaped. The result is well-formed XML too.
import { element, escapeMarkup, type SvgElement } from '../svg.ts';

/** The ones that HTML ends by itself. */
const voidElements = new Set(['img', 'meta', 'br', 'hr']);

export type HtmlElement = SvgElement;
type Content = HtmlElement | string;

export function printHtml({ name, attributes, children }: HtmlElement): string {
  const printed = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeMarkup(value)}"`);
  if (voidElements.has(name)) return `<${name}${printed.join('')}/>`;
  const inside = children.map((child) => (typeof child === 'string' ? escapeMarkup(child) : printHtml(child)));
  return `<${name}${printed.join('')}>${inside.join('')}</${name}>`;
}

/** A wide table scrolls by itself, so that the page does not. */
export function table(className: string, head: readonly string[], rows: readonly (readonly Content[])[]): HtmlElement {
  const headRow = head.map((title) => element('th', { scope: 'col' }, title));
  const bodyRows = rows.map(([first, ...cells]) =>
    element('tr', {}, element('th', { scope: 'row' }, first ?? ''), ...cells.map((cell) => element('td', {}, cell))),
  );
  return element(
    'div',
    { class: 'scroll' },
    element(
      'table',
      { class: className },
      ...(head.length === 0 ? [] : [element('thead', {}, element('tr', {}, ...headRow))]),
      element('tbody', {}, ...bodyRows),
    ),
  );
}

export function section(title: string, ...content: readonly Content[]): HtmlElement {
  return element('section', {}, element('h2', {}, title), ...content);
}

/** Folded until somebody opens it. */
export function folded(title: string, ...content: readonly Content[]): HtmlElement {
  return element('details', {}, element('summary', {}, title), ...content);
}
