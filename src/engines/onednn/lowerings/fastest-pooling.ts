// Which of the library's implementations of a max-pooling with workspace is the fastest here, by timing each on a few
// images. The library's own choice is AVX-512 code that some processors run three times slower than its SSE 4.1 code,
// because it mixes instructions of both kinds. Maxima are exact, so the choice changes no number.
import type { Shape } from '../../../graph/shape.ts';
import type { Layout, PoolSpec, PrimitiveHandle } from '../library/abi.ts';
import { argumentCodes } from '../library/codes.ts';
import { NativeMemory } from '../library/native.ts';
import type { OneDnn } from '../library/onednn.ts';
import { OperandList } from '../library/operand-list.ts';

export interface PoolingChoice {
  readonly primitive: PrimitiveHandle;
  readonly x: Layout;
  readonly y: Layout;
  readonly workspace: Layout;
}

/** How images lie: in blocks of channels, or each pixel's channels together. */
type Arrangement = { readonly block: 8 | 16 } | 'channelsLast';

const imagesTimed = 4;
const repetitions = 3;

/**
 * @param x layout of the images, of shape `xShape`
 * @returns `undefined` where there is nothing to choose from
 */
export function fastestPooling(
  oneDnn: OneDnn,
  x: Layout,
  xShape: Shape,
  yShape: Shape,
  window: PoolSpec,
): PoolingChoice | undefined {
  const arrangement = arrangementOf(oneDnn, x, xShape);
  if (arrangement === undefined) return undefined;
  const few = Math.min(imagesTimed, xShape[0]);
  const choices = choicesOf(oneDnn, arrangement, xShape, yShape, window);
  const times = oneDnn.temporarily(() => {
    const trials = choicesOf(oneDnn, arrangement, xShape.with(0, few), yShape.with(0, few), window);
    return trials.map((trial) => time(oneDnn, trial));
  });
  return choices[times.indexOf(Math.min(...times))];
}

function arrangementOf(oneDnn: OneDnn, layout: Layout, shape: Shape): Arrangement | undefined {
  for (const block of [16, 8] as const) {
    if (oneDnn.isSame(layout, oneDnn.abi.blockedLayout(shape, block))) return { block };
  }
  return oneDnn.isSame(layout, channelsLast(oneDnn, shape)) ? 'channelsLast' : undefined;
}

/** All implementations but the plain ones that are there for other layouts. */
function choicesOf(
  oneDnn: OneDnn,
  arrangement: Arrangement,
  xShape: Shape,
  yShape: Shape,
  window: PoolSpec,
): readonly PoolingChoice[] {
  const options = { propagation: 'training', algorithm: 'max', window } as const;
  return viewsOf(oneDnn, arrangement, xShape, yShape).flatMap(({ x, y }) =>
    oneDnn.abi.poolings({ x, y }, options, oneDnn.plainAttributes).flatMap((primitive): PoolingChoice[] => {
      const workspace = oneDnn.query(primitive, 'workspace');
      if (workspace === undefined || !oneDnn.implementation(primitive).startsWith('jit')) return [];
      return [{ primitive, x, y, workspace }];
    }),
  );
}

/** Each block of channels is also an image of its own with its channels last: the same bytes, other implementations. */
function viewsOf(oneDnn: OneDnn, arrangement: Arrangement, xShape: Shape, yShape: Shape) {
  const { abi } = oneDnn;
  if (arrangement === 'channelsLast') return [{ x: channelsLast(oneDnn, xShape), y: channelsLast(oneDnn, yShape) }];
  const { block } = arrangement;
  const asImages = ([n, c, ...size]: Shape) => channelsLast(oneDnn, [n * Math.ceil(c / block), block, ...size]);
  return [
    { x: abi.blockedLayout(xShape, block), y: abi.blockedLayout(yShape, block) },
    { x: asImages(xShape), y: asImages(yShape) },
  ];
}

function channelsLast({ abi }: OneDnn, [n, c, h, w]: Shape): Layout {
  return abi.stridedLayout([n, c, h, w], [h * w * c, 1, w * c, c]);
}

/** @returns the shortest of a few runs, in milliseconds */
function time(oneDnn: OneDnn, { primitive, x, y, workspace }: PoolingChoice): number {
  const roles = { x, y, workspace, scratchpad: oneDnn.query(primitive, 'scratchpad') };
  const operands = Object.entries(roles).flatMap(([role, layout]) =>
    layout === undefined ? [] : [{ argument: argumentCodes[role as keyof typeof roles], layout }],
  );
  const list = new OperandList(
    operands.map(({ argument, layout }) => ({
      argument,
      memory: oneDnn.memory(layout, new NativeMemory(oneDnn.sizeOf(layout))),
    })),
  );
  const compiled = oneDnn.primitive(primitive);
  let shortest = Number.POSITIVE_INFINITY;
  for (let run = 0; run <= repetitions; run++) {
    const started = performance.now();
    oneDnn.execute(compiled, list);
    // The first run touches the memory.
    if (run > 0) shortest = Math.min(shortest, performance.now() - started);
  }
  return shortest;
}
