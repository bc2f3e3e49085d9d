// Where each output pixel of a bilinear resize looks, and how much each input pixel weighs: PIL's tables, to the bit.
// Filter: a triangle of support 1, widened by the scale when shrinking, so that every input pixel counts.
// see: Pillow, src/libImaging/Resample.c, precompute_coeffs and normalize_coeffs_8bpc

/** Fractional bits of a weight: 8 bits of pixel and 2 of headroom leave 22 of an int32. */
export const weightBits = 22;

export interface TapTable {
  /** Taps of every output; a weight may be 0. */
  readonly taps: number;
  /** [outputs] index of the first input pixel; first + taps never passes the end of the input. */
  readonly first: Int32Array;
  /** [outputs, taps] weights times 2²², adding up to about 2²². */
  readonly weights: Int32Array;
}

/** The taps for one axis, from `inputs` pixels to `outputs` pixels, of which `count` from `begin` on are wanted. */
export function createTapTable(inputs: number, outputs: number, begin = 0, count = outputs): TapTable {
  const scale = inputs / outputs;
  const support = Math.max(scale, 1);
  const rows = Array.from({ length: count }, (_, place) => tapWeights(inputs, (begin + place + 0.5) * scale, support));
  const taps = rows.reduce((most, { weights }) => Math.max(most, weights.length), 1);
  const table = { taps, first: new Int32Array(count), weights: new Int32Array(count * taps) };
  rows.forEach(({ first, weights }, output) => {
    // Near the far edge a row has fewer taps: begin earlier and weigh the pixels in front by 0.
    const shifted = Math.min(first, inputs - taps);
    table.first[output] = shifted;
    table.weights.set(weights, output * taps + first - shifted);
  });
  return table;
}

/** One output's weights, without the zeros at both ends: they leave two taps when enlarging. */
function tapWeights(inputs: number, center: number, support: number): { first: number; weights: number[] } {
  const begin = Math.max(Math.trunc(center - support + 0.5), 0);
  const end = Math.min(Math.trunc(center + support + 0.5), inputs);
  const inverse = 1 / support;
  const exact = Array.from({ length: end - begin }, (_, tap) =>
    Math.max(1 - Math.abs((tap + begin - center + 0.5) * inverse), 0),
  );
  const sum = exact.reduce((total, weight) => total + weight, 0);
  const weights = exact.map((weight) => Math.trunc(0.5 + (weight / sum) * 2 ** weightBits));
  const leading = weights.findIndex((weight) => weight !== 0);
  const trailing = weights.findLastIndex((weight) => weight !== 0);
  return { first: begin + leading, weights: weights.slice(leading, trailing + 1) };
}
