// What a network's answer rests on: a patch is slid over the image, and where the class loses probability, it mattered. The
// patch is 0 in the network's input: the mean colour where one was subtracted, else black. see: Zeiler and Fergus, "Visualizing and understanding convolutional networks", 2014

export interface OcclusionPlan {
  /** Rows and columns of the network's image. */
  readonly imageSize: number;
  /** Rows and columns of the patch, and how far it moves. */
  readonly patch: number;
  readonly stride: number;
}

export interface PatchPosition {
  readonly top: number;
  readonly left: number;
}

/** The size of the patch and its step, for a coarse or a fine map: a sixth or a twelfth of the image's side, and half of that. */
export function planOcclusion(imageSize: number, detail: 'coarse' | 'fine'): OcclusionPlan {
  const parts = detail === 'coarse' ? 6 : 12;
  const patch = Math.max(1, Math.round(imageSize / parts));
  return { imageSize, patch, stride: Math.max(1, Math.round(patch / 2)) };
}

/** Every position, from coarse to fine, so that a map is there early and sharpens. The last ones touch the far edges. */
export function patchPositions({ imageSize, patch, stride }: OcclusionPlan): readonly PatchPosition[] {
  const last = imageSize - patch;
  const count = Math.ceil(last / stride) + 1;
  const starts = Array.from({ length: count }, (_, index) => Math.min(index * stride, last));
  const all = starts.flatMap((top, row) => starts.map((left, column) => ({ top, left, round: roundOf(row, column) })));
  return all.toSorted((a, b) => a.round - b.round).map(({ top, left }) => ({ top, left }));
}

/** Every fourth in the first round, every second in the next, then the rest. */
function roundOf(row: number, column: number): number {
  if (row % 4 === 0 && column % 4 === 0) return 0;
  return row % 2 === 0 && column % 2 === 0 ? 1 : 2;
}

/** Whether there is anything under the patch: where there is not, it changes nothing. */
export function coversAnything(image: Float32Array, { imageSize, patch }: OcclusionPlan, at: PatchPosition): boolean {
  for (let channel = 0; channel < image.length; channel += imageSize ** 2) {
    for (let row = at.top; row < at.top + patch; row++) {
      const line = channel + row * imageSize + at.left;
      if (image.subarray(line, line + patch).some((level) => level !== 0)) return true;
    }
  }
  return false;
}

/** Writes the image with the patch on it as number `item` of a batch. */
export function occludeInto(
  image: Float32Array,
  { imageSize, patch }: OcclusionPlan,
  { top, left }: PatchPosition,
  batch: Float32Array,
  item: number,
): void {
  const begin = item * image.length;
  batch.set(image, begin);
  for (let channel = 0; channel < image.length; channel += imageSize ** 2) {
    for (let row = top; row < top + patch; row++) {
      const line = begin + channel + row * imageSize + left;
      batch.fill(0, line, line + patch);
    }
  }
}

/** Collects how much probability was lost; each pixel has the mean of the patches that covered it. */
export class OcclusionMap {
  readonly #plan: OcclusionPlan;
  readonly #sums: Float64Array;
  readonly #counts: Uint32Array;

  constructor(plan: OcclusionPlan) {
    this.#plan = plan;
    this.#sums = new Float64Array(plan.imageSize ** 2);
    this.#counts = new Uint32Array(plan.imageSize ** 2);
  }

  /** @param drop probability without the patch minus with it */
  add({ top, left }: PatchPosition, drop: number): void {
    const { imageSize, patch } = this.#plan;
    for (let row = top; row < top + patch; row++) {
      for (let at = row * imageSize + left, end = at + patch; at < end; at++) {
        this.#sums[at] += drop;
        this.#counts[at]++;
      }
    }
  }

  /** [imageSize, imageSize]; NaN where no patch was yet. */
  values(): Float32Array<ArrayBuffer> {
    return Float32Array.from(this.#sums, (sum, at) => sum / this.#counts[at]);
  }
}
