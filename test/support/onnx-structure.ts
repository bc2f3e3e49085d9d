// Reads an ONNX file by other code than wrote it (protobufjs and the schema below) and checks what the specification
// demands of any model, with the operators that a network for classification may consist of.
// see: https://github.com/onnx/onnx/blob/main/docs/IR.md and docs/Changelog.md (opset 17)
import protobuf from 'protobufjs';
import { expect } from 'vitest';

const schema = `
  syntax = "proto3";
  message AttributeProto {
    string name = 1; float f = 2; int64 i = 3; bytes s = 4; TensorProto t = 5;
    repeated float floats = 7 [packed = false]; repeated int64 ints = 8 [packed = false]; int32 type = 20;
  }
  message NodeProto {
    repeated string input = 1; repeated string output = 2; string name = 3; string op_type = 4;
    repeated AttributeProto attribute = 5; string domain = 7;
  }
  message TensorProto { repeated int64 dims = 1 [packed = false]; int32 data_type = 2; string name = 8; bytes raw_data = 9; }
  message Dimension { oneof value { int64 dim_value = 1; string dim_param = 2; } }
  message TensorShapeProto { repeated Dimension dim = 1; }
  message TensorTypeProto { int32 elem_type = 1; TensorShapeProto shape = 2; }
  message TypeProto { TensorTypeProto tensor_type = 1; }
  message ValueInfoProto { string name = 1; TypeProto type = 2; }
  message GraphProto {
    repeated NodeProto node = 1; string name = 2; repeated TensorProto initializer = 5;
    repeated ValueInfoProto input = 11; repeated ValueInfoProto output = 12; repeated ValueInfoProto value_info = 13;
  }
  message OperatorSetIdProto { string domain = 1; int64 version = 2; }
  message StringStringEntryProto { string key = 1; string value = 2; }
  message ModelProto {
    int64 ir_version = 1; string producer_name = 2; string producer_version = 3; GraphProto graph = 7;
    repeated OperatorSetIdProto opset_import = 8; repeated StringStringEntryProto metadata_props = 14;
  }`;

interface DecodedTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly data_type: number;
  readonly raw_data: Uint8Array;
}

interface DecodedValue {
  readonly name: string;
  readonly type: {
    readonly tensor_type: {
      readonly elem_type: number;
      readonly shape: { readonly dim: readonly { readonly dim_value?: number; readonly dim_param?: string }[] };
    };
  };
}

interface DecodedNode {
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly name: string;
  readonly op_type: string;
  readonly domain: string;
  readonly attribute: readonly { readonly name: string; readonly type: number }[];
}

export interface DecodedModel {
  readonly ir_version: number;
  readonly producer_name: string;
  readonly producer_version: string;
  readonly opset_import: readonly { readonly domain: string; readonly version: number }[];
  readonly metadata_props: readonly { readonly key: string; readonly value: string }[];
  readonly graph: {
    readonly name: string;
    readonly node: readonly DecodedNode[];
    readonly initializer: readonly DecodedTensor[];
    readonly input: readonly DecodedValue[];
    readonly output: readonly DecodedValue[];
  };
}

const [int, ints] = [2, 7];
const window = { kernel_shape: ints, strides: ints, pads: ints };

/** Numbers of inputs that an operator takes, and its attributes with their types. */
const operators: Readonly<Record<string, { inputs: readonly [number, number]; attributes: Record<string, number> }>> = {
  Conv: { inputs: [2, 3], attributes: { ...window, dilations: ints, group: int } },
  Relu: { inputs: [1, 1], attributes: {} },
  Add: { inputs: [2, 2], attributes: {} },
  Mul: { inputs: [2, 2], attributes: {} },
  Reshape: { inputs: [2, 2], attributes: {} },
  Sigmoid: { inputs: [1, 1], attributes: {} },
  MaxPool: { inputs: [1, 1], attributes: { ...window, ceil_mode: int, dilations: ints } },
  AveragePool: { inputs: [1, 1], attributes: { ...window, ceil_mode: int, count_include_pad: int } },
  Concat: { inputs: [1, Number.POSITIVE_INFINITY], attributes: { axis: int } },
  Flatten: { inputs: [1, 1], attributes: { axis: int } },
  Gemm: { inputs: [2, 3], attributes: { transA: int, transB: int } },
  Identity: { inputs: [1, 1], attributes: {} },
  Softmax: { inputs: [1, 1], attributes: { axis: int } },
};

/** Decodes the file and checks it. @returns what it holds, under the names of onnx.proto */
export function checkOnnxStructure(bytes: Uint8Array): DecodedModel {
  const type = protobuf.parse(schema, { keepCase: true }).root.lookupType('ModelProto');
  const message = type.decode(bytes);
  const decoded = type.toObject(message, { longs: Number, defaults: true });
  const model = decoded as DecodedModel;
  const { graph } = model;
  expect(model.ir_version).toBe(8);
  expect(model.opset_import).toEqual([{ domain: '', version: 17 }]);

  const initializers = new Set(graph.initializer.map(({ name }) => name));
  const inputs = graph.input.map(({ name }) => name);
  expect(initializers.size, 'names of initializers').toBe(graph.initializer.length);
  expect(inputs.filter((name) => initializers.has(name))).toEqual([]);
  for (const { name, dims, data_type, raw_data } of graph.initializer) {
    // Numbers are float32, shapes int64.
    expect([1, 7], name).toContain(data_type);
    expect(raw_data.length, name).toBe(
      (data_type === 7 ? 8 : 4) * dims.reduce((product, length) => product * length, 1),
    );
  }

  // Each value is made once, before it is used, and used somewhere.
  const made = new Set([...inputs, ...initializers]);
  const used = new Set<string>();
  for (const { name, op_type, domain, input, output, attribute } of graph.node) {
    const operator = operators[op_type];
    expect(operator, `${name}: ${op_type}`).toBeDefined();
    expect(domain, name).toBe('');
    expect(input.length, name).toBeGreaterThanOrEqual(operator.inputs[0]);
    expect(input.length, name).toBeLessThanOrEqual(operator.inputs[1]);
    for (const value of input) {
      expect(made.has(value), `${name} uses ${value}`).toBe(true);
      used.add(value);
    }
    expect(output.length, name).toBe(1);
    expect(made.has(output[0]), `${output[0]} is made twice`).toBe(false);
    made.add(output[0]);
    for (const { name: key, type: attributeType } of attribute) {
      expect(attributeType, `${name}: ${key}`).toBe(operator.attributes[key]);
    }
  }
  for (const { name } of graph.output) used.add(name);
  expect([...made].filter((name) => !used.has(name))).toEqual([]);
  const nodeNames = graph.node.map(({ name }) => name);
  expect(new Set(nodeNames).size, 'names of nodes').toBe(nodeNames.length);
  return model;
}

/** The dimensions of an input or output, sizes and names. */
export function dimensionsOf({ type }: DecodedValue): readonly (number | string)[] {
  return type.tensor_type.shape.dim.map(({ dim_value, dim_param }) => dim_param || (dim_value ?? Number.NaN));
}
