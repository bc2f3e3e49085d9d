// oneDNN 3: layouts are objects of the library, and each operation has a function that creates its primitive descriptor.
// see: oneapi/dnnl/dnnl.h of version 3.7
import type { Shape } from '../../../graph/shape.ts';
import type { Abi, ConvolutionSpec, Layout, NormOptions, PoolSpec, PrimitiveHandle, Storage } from './abi.ts';
import { type Calls, dims, gapsOf, rowMajorStrides } from './calls.ts';
import {
  acrossChannels,
  anyTag,
  binaryCodes,
  convolutionCodes,
  givenStatistics,
  gradientPropagation,
  poolCodes,
  propagationCodes,
  reductionCodes,
  storageCodes,
  storageOfCode,
} from './codes.ts';
import { type Address, type Argument, readInt64 } from './native.ts';

/** Exchanges the first two of four axes. */
const transposition = Int32Array.of(1, 0, 2, 3);
/** Codes of the layouts aBcd8b and aBcd16b. */
const blockedTags = { 8: 102, 16: 78 } as const;
/** Codes for asking a layout about the number of its axes, their sizes, and how numbers are stored. */
const layoutQueries = { axes: 256, dims: 257, storage: 258 } as const;
const softmaxCodes = { accurate: 0x30000, logarithm: 0x30001 } as const;

export class AbiV3 implements Abi {
  readonly eltwiseCodes = {
    relu: 32,
    reluFromResult: 0x100,
    linear: 38,
    squareRoot: 37,
    power: 48,
    exponential: 42,
    logistic: 41,
    logisticFromResult: 0x104,
    tanh: 33,
    tanhFromResult: 0x101,
    geluExact: 49,
    geluTanh: 43,
  };
  readonly postOperandArgument = 32768;
  readonly asksForShift = false;
  readonly #calls: Calls;
  readonly #engine: Address;

  constructor(calls: Calls, engine: Address) {
    this.#calls = calls;
    this.#engine = engine;
  }

  plainLayout(shape: Shape, storage?: Storage): Layout {
    return this.stridedLayout(shape, rowMajorStrides(shape), storage);
  }

  stridedLayout(shape: Shape, strides: Shape, storage: Storage = 'float32'): Layout {
    const type = storageCodes[storage];
    return this.#layout('with_strides', 'ipip', shape.length, dims(shape), type, dims(strides));
  }

  blockedLayout(shape: Shape, block: 8 | 16, storage: Storage = 'float32'): Layout {
    return this.#layout('with_tag', 'ipii', shape.length, dims(shape), storageCodes[storage], blockedTags[block]);
  }

  anyLayout(shape: Shape, storage: Storage): Layout {
    return this.#layout('with_tag', 'ipii', shape.length, dims(shape), storageCodes[storage], anyTag);
  }

  partLayout(whole: Layout, shape: Shape, start: Shape): Layout {
    return this.#layout('submemory', 'ppp', whole, dims(shape), dims(start));
  }

  copyLayout(layout: Layout): Layout {
    return this.#calls.make('dnnl_memory_desc_clone', 'dnnl_memory_desc_destroy', 'p', layout);
  }

  shapeOf(layout: Layout): Shape {
    const [axes, address] = [new Int32Array(1), new BigUint64Array(1)];
    this.#calls.call('dnnl_memory_desc_query', 'pip', layout, layoutQueries.axes, axes);
    this.#calls.call('dnnl_memory_desc_query', 'pip', layout, layoutQueries.dims, address);
    return readInt64(address[0], axes[0]);
  }

  storageOf(layout: Layout): Storage {
    const code = new Int32Array(1);
    this.#calls.call('dnnl_memory_desc_query', 'pip', layout, layoutQueries.storage, code);
    return storageOfCode(code[0]);
  }

  transposedLayout(layout: Layout): Layout {
    const name = 'dnnl_memory_desc_permute_axes';
    return this.#calls.make(name, 'dnnl_memory_desc_destroy', 'pp', layout, transposition);
  }

  appendEltwise(postOperations: Address, code: number, alpha: number, beta: number): void {
    this.#calls.call('dnnl_post_ops_append_eltwise', 'piff', postOperations, code, alpha, beta);
  }

  appendSum(postOperations: Address, scale: number): void {
    this.#calls.call('dnnl_post_ops_append_sum', 'pfii', postOperations, scale, 0, 0);
  }

  convolution: Abi['convolution'] = ({ x, w, b, y }, { propagation, algorithm, window }, attributes) => {
    const kind = [propagationCodes[propagation], convolutionCodes[algorithm]];
    const operands = [x, w, b ?? null, y];
    return this.#create('convolution_forward', 'iippppppppp', ...kind, ...operands, ...sliding(window), attributes);
  };

  convolutionInputGradient: Abi['convolutionInputGradient'] = (
    { dx, w, dy },
    { algorithm, window, forward },
    attributes,
  ) => {
    const values = [convolutionCodes[algorithm], dx, w, dy, ...sliding(window), forward, attributes];
    return this.#create('convolution_backward_data', 'ippppppppp', ...values);
  };

  convolutionWeightGradient: Abi['convolutionWeightGradient'] = (
    { x, dw, db, dy },
    { algorithm, window, forward },
    attributes,
  ) => {
    const values = [convolutionCodes[algorithm], x, dw, db ?? null, dy, ...sliding(window), forward, attributes];
    return this.#create('convolution_backward_weights', 'ipppppppppp', ...values);
  };

  pooling: Abi['pooling'] = ({ x, y }, { propagation, algorithm, window }, attributes) => {
    const kind = [propagationCodes[propagation], poolCodes[algorithm]];
    return this.#create('pooling_forward', 'iipppppppp', ...kind, x, y, ...pooling(window), attributes);
  };

  poolings: Abi['poolings'] = (...pooling) => {
    const found = [this.pooling(...pooling)];
    for (;;) {
      const clone = 'dnnl_primitive_desc_clone';
      const next = this.#calls.make(clone, 'dnnl_primitive_desc_destroy', 'p', found[found.length - 1]);
      if (this.#calls.status('dnnl_primitive_desc_next_impl', 'p', next) !== 0) return found;
      found.push(next);
    }
  };

  poolingGradient: Abi['poolingGradient'] = ({ dx, dy }, { algorithm, window, forward }, attributes) => {
    const values = [poolCodes[algorithm], dx, dy, ...pooling(window), forward, attributes];
    return this.#create('pooling_backward', 'ippppppppp', ...values);
  };

  localResponseNorm: Abi['localResponseNorm'] = ({ x, y }, { propagation, norm }, attributes) => {
    const kind = [propagationCodes[propagation], acrossChannels];
    const values = [...kind, x, y, norm.size, norm.alpha, norm.beta, norm.k, attributes];
    return this.#create('lrn_forward', 'iippzfffp', ...values);
  };

  localResponseNormGradient: Abi['localResponseNormGradient'] = ({ dx, dy, x }, { norm, forward }, attributes) => {
    const values = [acrossChannels, dx, dy, x, norm.size, norm.alpha, norm.beta, norm.k, forward, attributes];
    return this.#create('lrn_backward', 'ipppzfffpp', ...values);
  };

  innerProduct: Abi['innerProduct'] = ({ x, w, b, y }, { propagation }, attributes) =>
    this.#create('inner_product_forward', 'ippppp', propagationCodes[propagation], x, w, b ?? null, y, attributes);

  innerProductInputGradient: Abi['innerProductInputGradient'] = ({ dx, w, dy }, { forward }, attributes) =>
    this.#create('inner_product_backward_data', 'ppppp', dx, w, dy, forward, attributes);

  innerProductWeightGradient: Abi['innerProductWeightGradient'] = ({ x, dw, db, dy }, { forward }, attributes) =>
    this.#create('inner_product_backward_weights', 'pppppp', x, dw, db ?? null, dy, forward, attributes);

  eltwise: Abi['eltwise'] = ({ x, y }, { algorithm, alpha, beta }, attributes) => {
    const kind = [propagationCodes.training, this.eltwiseCodes[algorithm]];
    return this.#create('eltwise_forward', 'iippffp', ...kind, x, y, alpha, beta, attributes);
  };

  eltwiseGradient: Abi['eltwiseGradient'] = ({ dx, dy, data }, { algorithm, alpha, forward }, attributes) => {
    const values = [this.eltwiseCodes[algorithm], dx, dy, data, alpha, 0, forward, attributes];
    return this.#create('eltwise_backward', 'ipppffpp', ...values);
  };

  batchNorm: Abi['batchNorm'] = ({ x, y }, { propagation, epsilon, ...options }, attributes) => {
    const flags = normFlags(options) | (propagation === 'inference' ? givenStatistics : 0);
    const values = [propagationCodes[propagation], x, y, epsilon, flags, attributes];
    return this.#create('batch_normalization_forward', 'ippfip', ...values);
  };

  batchNormGradient: Abi['batchNormGradient'] = ({ dx, dy, x }, { epsilon, forward, ...options }, attributes) => {
    const propagation = gradientPropagation[options.isAffine ? 'affine' : 'plain'];
    const values = [propagation, dx, dy, x, epsilon, normFlags(options), forward, attributes];
    return this.#create('batch_normalization_backward', 'ipppfipp', ...values);
  };

  softmax: Abi['softmax'] = ({ x, y }, { algorithm, axis }, attributes) => {
    const kind = [propagationCodes.inference, softmaxCodes[algorithm]];
    return this.#create('softmax_forward', 'iippip', ...kind, x, y, axis, attributes);
  };

  binary: Abi['binary'] = ({ a, b, y }, { algorithm }, attributes) =>
    this.#create('binary', 'ipppp', binaryCodes[algorithm], a, b, y, attributes);

  reduction: Abi['reduction'] = ({ x, y }, { algorithm }, attributes) =>
    this.#create('reduction', 'ippffp', reductionCodes[algorithm], x, y, 0, 0, attributes);

  concat: Abi['concat'] = ({ xs, y }, { axis }, attributes) =>
    this.#create('concat', 'piipp', y, xs.length, axis, BigUint64Array.from(xs), attributes);

  sum: Abi['sum'] = ({ xs, y }, { scales }, attributes) => {
    const factors = Float32Array.from(scales);
    return this.#create('sum', 'pippp', y, xs.length, factors, BigUint64Array.from(xs), attributes);
  };

  #layout(how: string, signature: string, ...values: readonly Argument[]): Layout {
    return this.#calls.make(`dnnl_memory_desc_create_${how}`, 'dnnl_memory_desc_destroy', signature, ...values);
  }

  #create(operation: string, signature: string, ...values: readonly Argument[]): PrimitiveHandle {
    const name = `dnnl_${operation}_primitive_desc_create`;
    return this.#calls.make(name, 'dnnl_primitive_desc_destroy', `p${signature}`, this.#engine, ...values);
  }
}

/** Strides, gaps between taps, padding at the low side, padding at the high side. */
function sliding(window: ConvolutionSpec): readonly BigInt64Array[] {
  return [dims(window.stride), gapsOf(window), dims(window.padding), dims(window.padding)];
}

/** Strides, kernel, gaps between taps (none), padding at the low side, padding at the high side. */
function pooling({ stride, kernel, padding, paddingBehind }: PoolSpec): readonly BigInt64Array[] {
  return [dims(stride), dims(kernel), dims([0, 0]), dims(padding), dims(paddingBehind)];
}

function normFlags({ isAffine, hasRelu }: Omit<NormOptions, 'epsilon'>): number {
  return (isAffine ? 2 | 4 : 0) | (hasRelu ? 8 : 0);
}
