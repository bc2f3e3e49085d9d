// oneDNN 2: an operation is described in a structure of the caller's, from which a primitive descriptor is created.
// see: oneapi/dnnl/dnnl.h and dnnl_types.h of version 2.6
import type { Shape } from '../../../graph/shape.ts';
import type {
  Abi,
  AttributesHandle,
  ConvolutionSpec,
  Layout,
  NormOptions,
  PoolOperands,
  PoolOptions,
  PoolSpec,
  PrimitiveHandle,
  Storage,
} from './abi.ts';
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
import { type Address, type Argument, NativeMemory, readBytes, readInt32, readInt64 } from './native.ts';

/** sizeof(dnnl_memory_desc_t): the stride of the arrays that sum and concat read. */
const layoutBytes = 696;
/** Where the sizes of the axes begin in it, behind their number. */
const dimsOffset = 8n;
/** Where the data type stands in it, behind room for the sizes of twelve axes. */
const typeOffset = 104n;
/** Room for any operation descriptor: the largest, a convolution's, has 5,976 bytes. */
const descriptionBytes = 1 << 14;
/** Exchanges the first two of four axes. */
const transposition = Int32Array.of(1, 0, 2, 3);
/** Codes of the layouts aBcd8b and aBcd16b. */
const blockedTags = { 8: 93, 16: 69 } as const;

export class AbiV2 implements Abi {
  readonly eltwiseCodes = {
    relu: 0x1f,
    reluFromResult: 0x100,
    linear: 0x7f,
    squareRoot: 0x6f,
    power: 0x20,
    exponential: 0xbf,
    logistic: 0xaf,
    logisticFromResult: 0x104,
    tanh: 0x2f,
    tanhFromResult: 0x101,
    geluExact: 0x30,
    geluTanh: 0xcf,
  };
  readonly postOperandArgument = 16384;
  readonly asksForShift = true;
  readonly #calls: Calls;
  readonly #engine: Address;
  readonly #description = new NativeMemory(descriptionBytes);

  constructor(calls: Calls, engine: Address) {
    this.#calls = calls;
    this.#engine = engine;
  }

  plainLayout(shape: Shape, storage?: Storage): Layout {
    return this.stridedLayout(shape, rowMajorStrides(shape), storage);
  }

  stridedLayout(shape: Shape, strides: Shape, storage: Storage = 'float32'): Layout {
    const type = storageCodes[storage];
    return this.#layout('dnnl_memory_desc_init_by_strides', 'ipip', shape.length, dims(shape), type, dims(strides));
  }

  blockedLayout(shape: Shape, block: 8 | 16, storage: Storage = 'float32'): Layout {
    const tag = blockedTags[block];
    return this.#layout('dnnl_memory_desc_init_by_tag', 'ipii', shape.length, dims(shape), storageCodes[storage], tag);
  }

  anyLayout(shape: Shape, storage: Storage): Layout {
    return this.#layout(
      'dnnl_memory_desc_init_by_tag',
      'ipii',
      shape.length,
      dims(shape),
      storageCodes[storage],
      anyTag,
    );
  }

  partLayout(whole: Layout, shape: Shape, start: Shape): Layout {
    return this.#layout('dnnl_memory_desc_init_submemory', 'ppp', whole, dims(shape), dims(start));
  }

  copyLayout(layout: Layout): Layout {
    const memory = this.#layoutMemory();
    memory.bytesAt(0, layoutBytes).set(readBytes(layout, layoutBytes));
    return memory.address;
  }

  shapeOf(layout: Layout): Shape {
    const [axes] = readInt32(layout, 1);
    return readInt64(layout + dimsOffset, axes);
  }

  storageOf(layout: Layout): Storage {
    return storageOfCode(readInt32(layout + typeOffset, 1)[0]);
  }

  transposedLayout(layout: Layout): Layout {
    return this.#layout('dnnl_memory_desc_permute_axes', 'pp', layout, transposition);
  }

  appendEltwise(postOperations: Address, code: number, alpha: number, beta: number): void {
    this.#calls.call('dnnl_post_ops_append_eltwise', 'pfiff', postOperations, 1, code, alpha, beta);
  }

  appendSum(postOperations: Address, scale: number): void {
    this.#calls.call('dnnl_post_ops_append_sum', 'pf', postOperations, scale);
  }

  convolution: Abi['convolution'] = ({ x, w, b, y }, { propagation, algorithm, window }, attributes) => {
    const kind = [propagationCodes[propagation], convolutionCodes[algorithm]];
    const operands = [x, w, b ?? null, y];
    this.#describe('dilated_convolution_forward', 'iipppppppp', ...kind, ...operands, ...sliding(window));
    return this.#create(attributes);
  };

  convolutionInputGradient: Abi['convolutionInputGradient'] = (
    { dx, w, dy },
    { algorithm, window, forward },
    attributes,
  ) => {
    const operands = [dx, w, dy, ...sliding(window)];
    this.#describe('dilated_convolution_backward_data', 'ippppppp', convolutionCodes[algorithm], ...operands);
    return this.#create(attributes, forward);
  };

  convolutionWeightGradient: Abi['convolutionWeightGradient'] = (
    { x, dw, db, dy },
    { algorithm, window, forward },
    attributes,
  ) => {
    const operands = [x, dw, db ?? null, dy, ...sliding(window)];
    this.#describe('dilated_convolution_backward_weights', 'ipppppppp', convolutionCodes[algorithm], ...operands);
    return this.#create(attributes, forward);
  };

  pooling: Abi['pooling'] = (operands, options, attributes) => {
    this.#describePooling(operands, options);
    return this.#create(attributes);
  };

  poolings: Abi['poolings'] = (operands, options, attributes) => {
    this.#describePooling(operands, options);
    const values = [this.#description.address, attributes, this.#engine, null];
    const create = 'dnnl_primitive_desc_iterator_create';
    const iterator = this.#calls.make(create, 'dnnl_primitive_desc_iterator_destroy', 'pppp', ...values);
    const found: PrimitiveHandle[] = [];
    do {
      const fetched = this.#calls.function('dnnl_primitive_desc_iterator_fetch', 'p', 'uintptr_t')(iterator);
      found.push(this.#calls.own('dnnl_primitive_desc_destroy', BigInt(fetched)));
    } while (this.#calls.status('dnnl_primitive_desc_iterator_next', 'p', iterator) === 0);
    return found;
  };

  #describePooling({ x, y }: PoolOperands, { propagation, algorithm, window }: PoolOptions): void {
    const kind = [propagationCodes[propagation], poolCodes[algorithm]];
    this.#describe('pooling_forward', 'iipppppp', ...kind, x, y, ...pooling(window));
  }

  poolingGradient: Abi['poolingGradient'] = ({ dx, dy }, { algorithm, window, forward }, attributes) => {
    this.#describe('pooling_backward', 'ipppppp', poolCodes[algorithm], dx, dy, ...pooling(window));
    return this.#create(attributes, forward);
  };

  localResponseNorm: Abi['localResponseNorm'] = ({ x }, { propagation, norm }, attributes) => {
    const kind = [propagationCodes[propagation], acrossChannels];
    this.#describe('lrn_forward', 'iipzfff', ...kind, x, norm.size, norm.alpha, norm.beta, norm.k);
    return this.#create(attributes);
  };

  localResponseNormGradient: Abi['localResponseNormGradient'] = ({ dy, x }, { norm, forward }, attributes) => {
    this.#describe('lrn_backward', 'ippzfff', acrossChannels, dy, x, norm.size, norm.alpha, norm.beta, norm.k);
    return this.#create(attributes, forward);
  };

  innerProduct: Abi['innerProduct'] = ({ x, w, b, y }, { propagation }, attributes) => {
    this.#describe('inner_product_forward', 'ipppp', propagationCodes[propagation], x, w, b ?? null, y);
    return this.#create(attributes);
  };

  innerProductInputGradient: Abi['innerProductInputGradient'] = ({ dx, w, dy }, { forward }, attributes) => {
    this.#describe('inner_product_backward_data', 'ppp', dx, w, dy);
    return this.#create(attributes, forward);
  };

  innerProductWeightGradient: Abi['innerProductWeightGradient'] = ({ x, dw, db, dy }, { forward }, attributes) => {
    this.#describe('inner_product_backward_weights', 'pppp', x, dw, db ?? null, dy);
    return this.#create(attributes, forward);
  };

  eltwise: Abi['eltwise'] = ({ x }, { algorithm, alpha, beta }, attributes) => {
    const kind = [propagationCodes.training, this.eltwiseCodes[algorithm]];
    this.#describe('eltwise_forward', 'iipff', ...kind, x, alpha, beta);
    return this.#create(attributes);
  };

  eltwiseGradient: Abi['eltwiseGradient'] = ({ dy, data }, { algorithm, alpha, forward }, attributes) => {
    this.#describe('eltwise_backward', 'ippff', this.eltwiseCodes[algorithm], dy, data, alpha, 0);
    return this.#create(attributes, forward);
  };

  batchNorm: Abi['batchNorm'] = ({ x }, { propagation, epsilon, ...options }, attributes) => {
    const flags = normFlags(options) | (propagation === 'inference' ? givenStatistics : 0);
    this.#describe('batch_normalization_forward', 'ipfi', propagationCodes[propagation], x, epsilon, flags);
    return this.#create(attributes);
  };

  batchNormGradient: Abi['batchNormGradient'] = ({ dy, x }, { epsilon, forward, ...options }, attributes) => {
    const propagation = gradientPropagation[options.isAffine ? 'affine' : 'plain'];
    this.#describe('batch_normalization_backward', 'ippfi', propagation, dy, x, epsilon, normFlags(options));
    return this.#create(attributes, forward);
  };

  softmax: Abi['softmax'] = ({ x }, { algorithm, axis }, attributes) => {
    const operation = algorithm === 'logarithm' ? 'logsoftmax_forward' : 'softmax_forward';
    this.#describe(operation, 'ipi', propagationCodes.inference, x, axis);
    return this.#create(attributes);
  };

  binary: Abi['binary'] = ({ a, b, y }, { algorithm }, attributes) => {
    this.#describe('binary', 'ippp', binaryCodes[algorithm], a, b, y);
    return this.#create(attributes);
  };

  reduction: Abi['reduction'] = ({ x, y }, { algorithm }, attributes) => {
    this.#describe('reduction', 'ippff', reductionCodes[algorithm], x, y, 0, 0);
    return this.#create(attributes);
  };

  concat: Abi['concat'] = ({ xs, y }, { axis }, attributes) => {
    const values = [y, xs.length, axis, layoutArray(xs), attributes, this.#engine];
    return this.#make('dnnl_concat_primitive_desc_create', 'piippp', ...values);
  };

  sum: Abi['sum'] = ({ xs, y }, { scales }, attributes) => {
    const values = [y, xs.length, Float32Array.from(scales), layoutArray(xs), attributes, this.#engine];
    return this.#make('dnnl_sum_primitive_desc_create', 'pipppp', ...values);
  };

  #layout(name: string, signature: string, ...values: readonly Argument[]): Layout {
    const memory = this.#layoutMemory();
    this.#calls.call(name, `p${signature}`, memory.address, ...values);
    return memory.address;
  }

  /** Memory for a layout: in this version, the caller provides it. */
  #layoutMemory(): NativeMemory {
    const memory = new NativeMemory(layoutBytes);
    this.#calls.keep(memory);
    return memory;
  }

  #describe(operation: string, signature: string, ...values: readonly Argument[]): void {
    this.#calls.call(`dnnl_${operation}_desc_init`, `p${signature}`, this.#description.address, ...values);
  }

  #create(attributes: AttributesHandle, forward: PrimitiveHandle | null = null): PrimitiveHandle {
    const values = [this.#description.address, attributes, this.#engine, forward];
    return this.#make('dnnl_primitive_desc_create', 'pppp', ...values);
  }

  #make(name: string, signature: string, ...values: readonly Argument[]): PrimitiveHandle {
    return this.#calls.make(name, 'dnnl_primitive_desc_destroy', signature, ...values);
  }
}

/** Strides, gaps between taps, padding at the low side, padding at the high side. */
function sliding(window: ConvolutionSpec): readonly BigInt64Array[] {
  return [dims(window.stride), gapsOf(window), dims(window.padding), dims(window.padding)];
}

/** Strides, kernel, padding at the low side, padding at the high side. */
function pooling({ stride, kernel, padding, paddingBehind }: PoolSpec): readonly BigInt64Array[] {
  return [dims(stride), dims(kernel), dims(padding), dims(paddingBehind)];
}

/** Layouts one behind the other, as a view that keeps its memory during the call. */
function layoutArray(layouts: readonly Layout[]): Uint8Array {
  const array = new Uint8Array(layouts.length * layoutBytes);
  layouts.forEach((layout, index) => {
    array.set(readBytes(layout, layoutBytes), index * layoutBytes);
  });
  return array;
}

function normFlags({ isAffine, hasRelu }: Omit<NormOptions, 'epsilon'>): number {
  return (isAffine ? 8 | 16 : 0) | (hasRelu ? 4 : 0);
}
