// Which of the library's implementations of a max-pooling with workspace is the fastest here, by timing each on a few
// images. The library's own choice is AVX-512 code that some processors run three times slower than its SSE 4.1 code,
// because it mixes instructions of both kinds. Maxima are exact, so the choice changes no number.
import type { Shape } from '../../../graph/shape.ts';
import type { Layout, PoolSpec, PrimitiveHandle, Storage } from '../library/abi.ts';
import type { OneDnn } from '../library/onednn.ts';
import { timePrimitive } from './time-primitive.ts';

export interface PoolingChoice {
  readonly primitive: PrimitiveHandle;
  readonly x: Layout;
  readonly y: Layout;
  readonly workspace: Layout;
}

/** The shapes, the storage and the window of a pooling. */
export interface PoolingCase {
  readonly xShape: Shape;
  readonly yShape: Shape;
  readonly window: PoolSpec;
  readonly storage: Storage;
}

/** How images lie: in blocks of channels, or each pixel's channels together. */
type Arrangement = { readonly block: 8 | 16 } | 'channelsLast';

const imagesTimed = 4;

/**
 * @param x layout of the images
 * @returns `undefined` where there is nothing to choose from
 */
export function fastestPooling(oneDnn: OneDnn, x: Layout, pooling: PoolingCase): PoolingChoice | undefined {
  const arrangement = arrangementOf(oneDnn, x, pooling);
  if (arrangement === undefined) return undefined;
  const { xShape, yShape } = pooling;
  const few = Math.min(imagesTimed, xShape[0]);
  const choices = choicesOf(oneDnn, arrangement, pooling);
  const times = oneDnn.temporarily(() => {
    const ofFew = { ...pooling, xShape: xShape.with(0, few), yShape: yShape.with(0, few) };
    return choicesOf(oneDnn, arrangement, ofFew).map(({ primitive, ...roles }) =>
      timePrimitive(oneDnn, primitive, roles),
    );
  });
  return choices[times.indexOf(Math.min(...times))];
}

function arrangementOf(oneDnn: OneDnn, layout: Layout, { xShape, storage }: PoolingCase): Arrangement | undefined {
  for (const block of [16, 8] as const) {
    if (oneDnn.isSame(layout, oneDnn.abi.blockedLayout(xShape, block, storage))) return { block };
  }
  return oneDnn.isSame(layout, channelsLast(oneDnn, xShape, storage)) ? 'channelsLast' : undefined;
}

/** All implementations but the slow generic ones, which exist for other layouts. */
function choicesOf(oneDnn: OneDnn, arrangement: Arrangement, pooling: PoolingCase): readonly PoolingChoice[] {
  const options = { propagation: 'training', algorithm: 'max', window: pooling.window } as const;
  return viewsOf(oneDnn, arrangement, pooling).flatMap(({ x, y }) =>
    oneDnn.abi.poolings({ x, y }, options, oneDnn.plainAttributes).flatMap((primitive): PoolingChoice[] => {
      const workspace = oneDnn.query(primitive, 'workspace');
      if (workspace === undefined || !oneDnn.implementation(primitive).startsWith('jit')) return [];
      return [{ primitive, x, y, workspace }];
    }),
  );
}

/** Each block of channels is also an image of its own with its channels last: the same bytes, other implementations. */
function viewsOf(oneDnn: OneDnn, arrangement: Arrangement, { xShape, yShape, storage }: PoolingCase) {
  const { abi } = oneDnn;
  const asImages = (shape: Shape) => channelsLast(oneDnn, shape, storage);
  if (arrangement === 'channelsLast') return [{ x: asImages(xShape), y: asImages(yShape) }];
  const { block } = arrangement;
  const inBlocks = (shape: Shape) => abi.blockedLayout(shape, block, storage);
  const ofBlocks = ([n, c, ...size]: Shape) => asImages([n * Math.ceil(c / block), block, ...size]);
  return [
    { x: inBlocks(xShape), y: inBlocks(yShape) },
    { x: ofBlocks(xShape), y: ofBlocks(yShape) },
  ];
}

function channelsLast({ abi }: OneDnn, [n, c, h, w]: Shape, storage: Storage): Layout {
  return abi.stridedLayout([n, c, h, w], [h * w * c, 1, w * c, c], storage);
}
