// How a part is called: its class, or the operation where it stands between modules; window and shape in short.
import type { NetworkDescription, NetworkLayer } from '../../../src/network/network-description.ts';
import type { Part } from './network-parts.ts';

/** `Conv2d`, or `concat` where a module that holds others computes it itself. */
export function layerName(layer: NetworkLayer, { modules }: NetworkDescription): string {
  const parent = modules.find(({ id }) => id === layer.parent);
  return parent?.path === layer.path ? layer.operations.join(' + ') : layer.className;
}

/** `3×3`; nothing where there is no window. */
export function windowName({ window }: NetworkLayer): string {
  return window === null ? '' : window.kernel.join('×');
}

/** `[256, 12, 12]` */
export function shapeName(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}

export function outputShapeOf(part: Part): readonly number[] {
  if (part.kind === 'image') return part.shape;
  return part.kind === 'block' ? part.module.outputShape : (part.layers.at(-1)?.outputShape ?? []);
}

/** Cut where it would not fit; `widthOfLetter` is a mean, so there is a little room to spare. */
export function fitText(text: string, width: number, widthOfLetter: number): string {
  const letters = Math.floor(width / widthOfLetter);
  return text.length <= letters ? text : `${text.slice(0, Math.max(1, letters - 1))}…`;
}
