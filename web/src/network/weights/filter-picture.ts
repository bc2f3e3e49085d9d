// The filters of a layer as one picture: each in a field of its own, with a line of nothing between.
import type { LayerFilters } from '../../../../src/studio/protocol.ts';
import { lossAndGain } from '../../playground/colour-maps.ts';
import type { Rgba } from '../../playground/pixels.ts';

export interface FilterPicture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Rgba;
}

/** Fields beside each other, of filters that are pictures by themselves. */
const fieldsInRow = 8;

/** Filters for colour in their colours; others from blue, which is negative, to vermilion. Behind the first layer a row for each filter. */
export function filterPicture({ shape, channels, levels }: LayerFilters): FilterPicture {
  const [filters, shownChannels, rows, columns] = shape;
  const bytes = Uint8Array.from(atob(levels), (letter) => letter.charCodeAt(0));
  const plane = rows * columns;
  const isColour = channels === 3;
  const across = channels === 1 || isColour ? Math.min(fieldsInRow, filters) : shownChannels;
  const fields = isColour ? filters : filters * shownChannels;
  const width = across * (columns + 1) - 1;
  const height = Math.ceil(fields / across) * (rows + 1) - 1;
  const pixels: Rgba = new Uint8ClampedArray(4 * width * height);
  for (let field = 0; field < fields; field++) {
    const [top, left] = [Math.floor(field / across) * (rows + 1), (field % across) * (columns + 1)];
    for (let place = 0; place < plane; place++) {
      const at = 4 * ((top + Math.floor(place / columns)) * width + left + (place % columns));
      const level = bytes[field * plane + place];
      const colour = isColour
        ? [0, 1, 2].map((channel) => bytes[(3 * field + channel) * plane + place])
        : lossAndGain.subarray(3 * level, 3 * level + 3);
      pixels.set([...colour, 255], at);
    }
  }
  return { width, height, pixels };
}
