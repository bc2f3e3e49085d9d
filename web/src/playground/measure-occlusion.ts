// Runs a network on all occluded versions of an image, batch by batch, and tells of the map as it grows.
import { softmax } from '../../../src/evaluation/softmax.ts';
import type { NetworkSession } from './network-session.ts';
import { coversAnything, OcclusionMap, type OcclusionPlan, occludeInto, patchPositions } from './occlusion.ts';

/** Small enough that a prediction in between need not wait long. */
const batchSize = 8;

export interface OcclusionProgress {
  readonly done: number;
  readonly total: number;
  /** [imageSize, imageSize] probability that the class loses; NaN where nothing was measured yet. */
  readonly values: Float32Array<ArrayBuffer>;
}

export interface OcclusionRequest {
  /** [channels, imageSize, imageSize], as prepared for the network. */
  readonly image: Float32Array;
  readonly plan: OcclusionPlan;
  /** Class whose probability is watched. */
  readonly label: number;
}

/** @param onProgress after each batch; false ends it */
export async function measureOcclusion(
  session: NetworkSession,
  { image, plan, label }: OcclusionRequest,
  onProgress: (progress: OcclusionProgress) => boolean | Promise<boolean>,
): Promise<void> {
  const { logits } = await session.run(image);
  const whole = softmax(logits)[label];
  const positions = patchPositions(plan);
  const map = new OcclusionMap(plan);
  const toRun = positions.filter((position) => {
    const changesImage = coversAnything(image, plan, position);
    if (!changesImage) map.add(position, 0);
    return changesImage;
  });
  const told = (done: number) => onProgress({ done, total: toRun.length, values: map.values() });
  if (!(await told(0))) return;
  for (let begin = 0; begin < toRun.length; begin += batchSize) {
    const batch = toRun.slice(begin, begin + batchSize);
    const images = new Float32Array(batch.length * image.length);
    for (const [item, position] of batch.entries()) occludeInto(image, plan, position, images, item);
    const outputs = await session.run(images);
    const classes = outputs.logits.length / batch.length;
    for (const [item, position] of batch.entries()) {
      map.add(position, whole - softmax(outputs.logits.subarray(item * classes, (item + 1) * classes))[label]);
    }
    if (!(await told(begin + batch.length))) return;
  }
}
