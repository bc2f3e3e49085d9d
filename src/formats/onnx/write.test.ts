import type * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { loadRuntime } from '../../engines/onnxruntime/load-runtime.ts';
import { FormatError } from '../../errors/format-error.ts';
import type { OnnxGraph, OnnxModel, OnnxNode, OnnxTensor } from './model.ts';
import { encodeOnnxModel } from './write.ts';

const { InferenceSession, Tensor } = await loadRuntime();

const opset17 = [{ domain: '', version: 17 }];

function modelOf(graph: Partial<OnnxGraph>, rest: Partial<OnnxModel> = {}): OnnxModel {
  const whole = { name: 'test', nodes: [], inputs: [], outputs: [], initializers: [], ...graph };
  return { producerName: 'googlenet', opsetImports: opset17, graph: whole, ...rest };
}

async function run(
  model: OnnxModel,
  feeds: Readonly<Record<string, ort.Tensor>> = {},
): Promise<Record<string, { dims: readonly number[]; data: number[] }>> {
  const options = { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3 } as const;
  const session = await InferenceSession.create(encodeOnnxModel(model), options);
  const results = await session.run(feeds);
  await session.release();
  return Object.fromEntries(
    Object.entries(results).map(([name, { dims, data }]) => [name, { dims, data: Array.from(data, Number) }]),
  );
}

const float = (name: string, dims: readonly number[], data: readonly number[]): OnnxTensor => ({
  name,
  elementType: 'float32',
  dims,
  data: Float32Array.from(data),
});

describe('encodeOnnxModel, byte by byte', () => {
  const hex = (model: OnnxModel) => Buffer.from(encodeOnnxModel(model)).toString('hex');

  it('writes a model', () => {
    const model = modelOf(
      {
        name: 'g',
        nodes: [{ opType: 'Add', name: 'n', inputs: ['x', 'w'], outputs: ['y'] }],
        inputs: [{ name: 'x', elementType: 'float32', dims: ['N', 2] }],
        outputs: [{ name: 'y', elementType: 'int64', dims: [] }],
        initializers: [float('w', [2], [1, -2])],
      },
      { producerName: 'p', producerVersion: '1', metadata: { k: 'v' } },
    );
    const node = '0a11' + '0a0178' + '0a0177' + '120179' + '1a016e' + '2203416464';
    const initializer = '2a11' + '0802' + '1001' + '420177' + '4a08' + '0000803f' + '000000c0';
    const input = '5a14' + '0a0178' + '120f' + '0a0d' + '0801' + '1209' + '0a03' + '12014e' + '0a02' + '0802';
    const output = '620b' + '0a0179' + '1206' + '0a04' + '0807' + '1200';
    const graph = `${node}120167${initializer}${input}${output}`;
    const opset = '4204' + '0a00' + '1011';
    const metadata = '7206' + '0a016b' + '120176';
    const length = (graph.length / 2).toString(16);
    expect(hex(model)).toBe(`08081201701a01313a${length}${graph}${opset}${metadata}`);
  });

  it.each<[OnnxNode['attributes'] & {}, string]>([
    [{ i: { type: 'int', value: -1 } }, '0a0169' + '18ffffffffffffffffff01' + 'a00102'],
    [{ f: { type: 'float', value: 0.5 } }, '0a0166' + '150000003f' + 'a00101'],
    [{ s: { type: 'string', value: 'ab' } }, '0a0173' + '22026162' + 'a00103'],
    [{ j: { type: 'ints', value: [3, 300n] } }, '0a016a' + '4003' + '40ac02' + 'a00107'],
    [{ g: { type: 'floats', value: [1, 2] } }, '0a0167' + '3d0000803f' + '3d00000040' + 'a00106'],
    [
      { t: { type: 'tensor', value: float('', [], [1]) } },
      '0a0174' + '2a0a' + '1001' + '4200' + '4a040000803f' + 'a00104',
    ],
  ])('writes the attribute %o', (attributes, expected) => {
    const attribute = `2a${(expected.length / 2).toString(16).padStart(2, '0')}${expected}`;
    const nodes = [{ opType: 'X', domain: 'd', inputs: [], outputs: [], attributes }];
    expect(hex(modelOf({ nodes }))).toContain(`220158${attribute}3a0164`);
  });

  it('refuses data that does not fit its dims, and dimensions that are no integers', () => {
    const encode = (dims: number[]) => encodeOnnxModel(modelOf({ initializers: [float('w', dims, [1, 2, 3])] }));
    expect(() => encode([2, 2])).toThrow('ONNX tensor "w": dims [2,2] do not fit 3 elements');
    expect(() => encode([1.5, 2])).toThrow(FormatError);
  });
});

describe('encodeOnnxModel, run by onnxruntime', () => {
  it('Conv, Relu, MaxPool and Gemm', async () => {
    const model = modelOf({
      nodes: [
        {
          opType: 'Conv',
          name: '/conv/Conv',
          inputs: ['input', 'conv.weight', 'conv.bias'],
          outputs: ['conv'],
          attributes: { kernel_shape: { type: 'ints', value: [3, 3] }, pads: { type: 'ints', value: [1, 1, 1, 1] } },
        },
        { opType: 'Relu', name: '/relu/Relu', inputs: ['conv'], outputs: ['relu'] },
        {
          opType: 'MaxPool',
          name: '/pool/MaxPool',
          inputs: ['relu'],
          outputs: ['pool'],
          attributes: {
            kernel_shape: { type: 'ints', value: [2, 2] },
            strides: { type: 'ints', value: [2n, 2n] },
            ceil_mode: { type: 'int', value: 0 },
          },
        },
        { opType: 'Flatten', inputs: ['pool'], outputs: ['flat'] },
        {
          opType: 'Gemm',
          name: '/fc/Gemm',
          inputs: ['flat', 'fc.weight', 'fc.bias'],
          outputs: ['logits'],
          attributes: { transB: { type: 'int', value: 1 }, alpha: { type: 'float', value: 0.5 } },
        },
      ],
      inputs: [{ name: 'input', elementType: 'float32', dims: ['batch', 1, 4, 4] }],
      outputs: [{ name: 'logits', elementType: 'float32', dims: ['batch', 2] }],
      initializers: [
        // Two filters: the pixel itself, and the pixel above with the sign changed.
        float('conv.weight', [2, 1, 3, 3], [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0, 0]),
        float('conv.bias', [2], [0, 10]),
        float('fc.weight', [2, 8], [1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]),
        float('fc.bias', [2], [100, 0.25]),
      ],
    });
    const pixels = Float32Array.from({ length: 16 }, (_, index) => index);
    const { logits } = await run(model, { input: new Tensor('float32', pixels, [1, 1, 4, 4]) });
    // First filter, pooled: 5 7 13 15. Second, 10 − pixel above, the first row's is 0: 10 10 6 4.
    expect(logits).toEqual({ dims: [1, 2], data: [0.5 * (5 + 7 + 13 + 15) + 100, 0.5 * (10 + 20 + 18 + 16) + 0.25] });
  });

  it('Add with a batch of any size', async () => {
    const model = modelOf({
      nodes: [{ opType: 'Add', inputs: ['x', 'one'], outputs: ['y'] }],
      inputs: [{ name: 'x', elementType: 'float32', dims: ['batch', 2] }],
      outputs: [{ name: 'y', elementType: 'float32', dims: ['batch', 2] }],
      initializers: [float('one', [], [1])],
    });
    for (const batch of [1, 3]) {
      const x = new Tensor(
        'float32',
        Float32Array.from({ length: 2 * batch }, (_, index) => index),
        [batch, 2],
      );
      const expected = Array.from({ length: 2 * batch }, (_, index) => index + 1);
      expect((await run(model, { x })).y).toEqual({ dims: [batch, 2], data: expected });
    }
    const wrong = new Tensor('float32', new Float32Array(3), [1, 3]);
    await expect(run(model, { x: wrong })).rejects.toThrow(/invalid dimensions/i);
  });

  it('an operator of another domain, with an empty optional input', async () => {
    const model = modelOf(
      {
        nodes: [
          {
            opType: 'FusedConv',
            domain: 'com.microsoft',
            inputs: ['x', 'w', '', 'z'],
            outputs: ['y'],
            attributes: { activation: { type: 'string', value: 'Relu' } },
          },
        ],
        inputs: [{ name: 'x', elementType: 'float32', dims: [1, 1, 1, 3] }],
        outputs: [{ name: 'y', elementType: 'float32', dims: [1, 1, 1, 3] }],
        initializers: [float('w', [1, 1, 1, 1], [-2]), float('z', [1, 1, 1, 3], [1, 1, 7])],
      },
      { opsetImports: [...opset17, { domain: 'com.microsoft', version: 1 }] },
    );
    const x = new Tensor('float32', Float32Array.of(-3, 1, 2), [1, 1, 1, 3]);
    expect((await run(model, { x })).y?.data).toEqual([7, 0, 3]);
  });

  it('initializers and constants of every element type', async () => {
    const tensors: readonly OnnxTensor[] = [
      { name: 'float32', elementType: 'float32', dims: [2], data: Float32Array.of(1, 2) },
      { name: 'float64', elementType: 'float64', dims: [2], data: Float64Array.of(1, 2) },
      // Views into the middle of a buffer.
      { name: 'float16', elementType: 'float16', dims: [2], data: Uint16Array.of(0, 0x3c00, 0x4000).subarray(1) },
      { name: 'int32', elementType: 'int32', dims: [2], data: Int32Array.of(9, 1, 2).subarray(1) },
      { name: 'int64', elementType: 'int64', dims: [2], data: BigInt64Array.of(1n, 2n) },
      { name: 'int8', elementType: 'int8', dims: [2], data: Int8Array.of(1, 2) },
      { name: 'uint8', elementType: 'uint8', dims: [2], data: Uint8Array.of(1, 2) },
      { name: 'bool', elementType: 'bool', dims: [2], data: Uint8Array.of(1, 0) },
    ];
    const cast = (input: string, output: string): OnnxNode => ({
      opType: 'Cast',
      inputs: [input],
      outputs: [output],
      attributes: { to: { type: 'int', value: 1 } },
    });
    const model = modelOf({
      nodes: tensors.flatMap((tensor): OnnxNode[] => [
        cast(tensor.name, `${tensor.name} initializer`),
        {
          opType: 'Constant',
          inputs: [],
          outputs: [`${tensor.name} value`],
          attributes: { value: { type: 'tensor', value: { ...tensor, name: '' } } },
        },
        cast(`${tensor.name} value`, `${tensor.name} constant`),
      ]),
      initializers: tensors,
      outputs: tensors.flatMap(({ name }) => [
        { name: `${name} initializer`, elementType: 'float32', dims: [2] },
        { name: `${name} constant`, elementType: 'float32', dims: [2] },
      ]),
      valueInfos: [{ name: 'float64 value', elementType: 'float64', dims: [2] }],
    });
    const results = await run(model);
    for (const { name } of tensors) {
      const data = name === 'bool' ? [1, 0] : [1, 2];
      expect([name, results[`${name} initializer`]?.data]).toEqual([name, data]);
      expect([name, results[`${name} constant`]?.data]).toEqual([name, data]);
    }
  });
});
