// Colours for numbers, as [256, 3] bytes. Feature maps: magma, whose steps look equal and which is read without colour
// vision. Occlusion: from blue (the class gains) over nothing to vermilion (it loses), the page's two main colours.
// see: van der Walt and Smith, https://bids.github.io/colormap (CC0)

/** Every 32nd of magma's 256 colours, the last included. */
const magmaStops = ['#000004', '#1d1147', '#51127c', '#832681', '#b73779', '#e75263', '#fc8961', '#fec488', '#fcfdbf'];

export const magma = interpolate(magmaStops);

/** Its middle is 0. */
export const lossAndGain = interpolate(['#0068a8', '#6ea8cf', '#e8e8e8', '#ee9a68', '#bf4a00']);

function interpolate(stops: readonly string[]): Uint8Array {
  const colours = stops.map((stop) => [1, 3, 5].map((at) => Number.parseInt(stop.slice(at, at + 2), 16)));
  const table = new Uint8Array(256 * 3);
  for (let level = 0; level < 256; level++) {
    const place = (level / 255) * (colours.length - 1);
    const below = Math.min(Math.floor(place), colours.length - 2);
    for (const channel of [0, 1, 2]) {
      const [from, to] = [colours[below][channel], colours[below + 1][channel]];
      table[3 * level + channel] = Math.round(from + (to - from) * (place - below));
    }
  }
  return table;
}

/** For CSS: the map from left to right. */
export function gradientOf(map: Uint8Array): string {
  const stops = Array.from({ length: 9 }, (_, index) => {
    const at = 3 * Math.round((index / 8) * 255);
    return `rgb(${map[at]} ${map[at + 1]} ${map[at + 2]})`;
  });
  return `linear-gradient(to right, ${stops.join(', ')})`;
}
