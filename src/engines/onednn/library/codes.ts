// Enumeration values that both ABIs share. see: oneapi/dnnl/dnnl_types.h
import type {
  BinaryAlgorithm,
  ConvolutionAlgorithm,
  PoolAlgorithm,
  Propagation,
  ReductionAlgorithm,
  Storage,
} from './abi.ts';

export const cpuEngine = 1;
export const inOrderStream = 1;
/** Instruction sets, as bits: AVX-512 with bf16, which AMX contains. */
export const avx512Bf16 = 0xe7;
export const storageCodes: { readonly [K in Storage]: number } = { bf16: 2, float32: 3 };
export function storageOfCode(code: number): Storage {
  return code === storageCodes.bf16 ? 'bf16' : 'float32';
}

export const anyTag = 1;
export const scratchpadFromUser = 1;
/** A local response normalisation whose window runs across channels. */
export const acrossChannels = 0xaff;

/** Flag of a batch normalisation whose mean and variance are given. */
export const givenStatistics = 1;

export const propagationCodes: { readonly [K in Propagation]: number } = { training: 64, inference: 96 };
/** Propagation kinds of a batch normalisation's gradient: with the gradients of scale and shift, or without. */
export const gradientPropagation = { affine: 128, plain: 160 } as const;
export const convolutionCodes: { readonly [K in ConvolutionAlgorithm]: number } = { direct: 1, auto: 3 };
export const poolCodes: { readonly [K in PoolAlgorithm]: number } = {
  max: 0x1ff,
  averageOfWindow: 0x2ff,
  averageOfImage: 0x3ff,
};
export const binaryCodes: { readonly [K in BinaryAlgorithm]: number } = {
  add: 0x1fff0,
  multiply: 0x1fff1,
  divide: 0x1fff4,
  subtract: 0x1fff5,
  equal: 0x1fffa,
};
export const reductionCodes: { readonly [K in ReductionAlgorithm]: number } = {
  max: 0x2fff2,
  min: 0x2fff3,
  sum: 0x2fff4,
};

/** Codes by which a primitive is asked for the layout of an operand. */
export const queryCodes = {
  x: 129,
  dx: 130,
  w: 131,
  dw: 132,
  y: 133,
  dy: 134,
  workspace: 135,
  scratchpad: 136,
} as const;
export const implementationQuery = 8;

export const argumentCodes = {
  x: 1,
  x1: 2,
  y: 17,
  w: 33,
  b: 41,
  mean: 49,
  variance: 50,
  scale: 51,
  shift: 52,
  workspace: 64,
  scratchpad: 80,
  dx: 129,
  dy: 145,
  dw: 161,
  db: 169,
  dScale: 255,
  dShift: 256,
  /** First operand of a list; the others have the next codes. */
  xs: 1024,
} as const;
