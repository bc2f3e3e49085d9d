// What is to be known of many tensors on a device at once, computed there: two numbers come down.
import type * as ort from 'onnxruntime-node';
import { encodeOnnxModel } from '../../formats/onnx/write.ts';
import { sizeOf } from '../../graph/shape.ts';
import type { ResidentTensor } from '../engine.ts';
import type { OnnxHost } from './hosts/host.ts';
import { int, OnnxBuilder, type ValueName } from './onnx-builder.ts';
import { onnxModel } from './onnx-model.ts';

export interface DeviceMeasure {
  readonly session: ort.InferenceSession;
  /** Names of the outputs, each of one element. */
  readonly outputs: { readonly largest: string; readonly sumOfSquares: string };
}

export async function measureModel(
  { runtime, sessionOptions, tuning }: OnnxHost,
  tensors: readonly ResidentTensor[],
): Promise<DeviceMeasure> {
  const onnx = new OnnxBuilder({ tuning });
  const flat = tensors.map(({ name, shape }) => onnx.reshape(name, [sizeOf(shape)]));
  const largest = (x: ValueName) => onnx.op('ReduceMax', [x], { keepdims: int(1) });
  const sum = (x: ValueName) => onnx.op('ReduceSum', [x], { keepdims: int(1) });
  const outputs = {
    largest: largest(
      onnx.concat(
        flat.map((x) => largest(onnx.op('Abs', [x]))),
        0,
      ),
    ),
    sumOfSquares: sum(
      onnx.concat(
        flat.map((x) => sum(onnx.multiply(x, x))),
        0,
      ),
    ),
  };
  const model = encodeOnnxModel(
    onnxModel({
      name: 'measure',
      nodes: onnx.nodes,
      initializers: onnx.initializers,
      inputs: tensors.map(({ name, shape }) => ({ name, elementType: 'float32', dims: shape })),
      outputs: Object.values(outputs).map((name) => ({ name, elementType: 'float32', dims: [1] })),
    }),
  );
  return { session: await runtime.InferenceSession.create(model, sessionOptions), outputs };
}
