// How long this machine takes in a storage, to find out whether bf16 gains anything: only on some of the processors that have it.
import type { Storage } from './library/abi.ts';
import type { OneDnn } from './library/onednn.ts';
import { timePrimitive } from './lowerings/time-primitive.ts';

/** A convolution as the middle of GoogLeNet has them. */
const [images, channels, filters, side] = [16, 128, 192, 14];

/** What changing between the two costs beside, as a factor. */
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
