// Which feature maps of a path to show, and their numbers as levels of a colour scale.

/** One channel's map, [H, W]. */
export interface FeatureMap {
  readonly channel: number;
  readonly values: Float32Array;
  readonly mean: number;
}

export interface Scale {
  readonly least: number;
  readonly most: number;
}

/** All maps of [C, H, W], the strongest by their mean first; of equals, the first channel. */
export function strongestFirst(values: Float32Array, [channels, ...size]: readonly number[]): readonly FeatureMap[] {
  const area = size.reduce((product, side) => product * side, 1);
  return Array.from({ length: channels }, (_, channel) => {
    const map = values.subarray(channel * area, (channel + 1) * area);
    return { channel, values: map, mean: map.reduce((sum, value) => sum + value, 0) / area };
  }).toSorted((a, b) => b.mean - a.mean || a.channel - b.channel);
}

/** One scale for all maps of a path; it begins at 0 where nothing is below, as after a ReLU. */
export function scaleOf(values: Float32Array): Scale {
  let [least, most] = [0, 0];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most };
}

/** From 0 to 255; 0 for numbers that are not finite, and everywhere on an empty scale. */
export function levelOf(value: number, { least, most }: Scale): number {
  const share = (value - least) / (most - least);
  return Number.isFinite(share) ? Math.round(255 * Math.max(0, Math.min(1, share))) : 0;
}
