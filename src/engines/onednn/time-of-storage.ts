// How fast this machine computes in a storage. Of the processors that have bf16, only some are faster with it.
import type { Storage } from './library/abi.ts';
import type { OneDnn } from './library/onednn.ts';
import { timePrimitive } from './lowerings/time-primitive.ts';

/** A convolution such as those in the middle of GoogLeNet. */
const [images, channels, filters, side] = [16, 128, 192, 14];

/** Factor for what the conversions between the two storages cost. */
const changes = 1.1;

/** @returns milliseconds */
export function timeOfStorage(oneDnn: OneDnn, storage: Storage): number {
  return oneDnn.temporarily(() => {
    const any = (...shape: readonly number[]) => oneDnn.abi.anyLayout(shape, storage);
    const primitive = oneDnn.abi.convolution(
      {
        x: any(images, channels, side, side),
        w: any(filters, channels, 3, 3),
        b: undefined,
        y: any(images, filters, side, side),
      },
      { propagation: 'training', algorithm: 'auto', window: { stride: [1, 1], padding: [1, 1] } },
      oneDnn.plainAttributes,
    );
    const [x, w, y] = (['x', 'w', 'y'] as const).map((operand) => oneDnn.query(primitive, operand));
    return timePrimitive(oneDnn, primitive, { x, w, y }) * (storage === 'float32' ? 1 : changes);
  });
}
