// From a model's description to the bytes of an .onnx file.
// One function per message of onnx.proto, whose field numbers stand beside the names.
// see: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
import { FormatError } from '../../errors/format-error.ts';
import { ProtobufWriter } from '../protobuf.ts';
import type {
  OnnxAttribute,
  OnnxElementType,
  OnnxGraph,
  OnnxModel,
  OnnxNode,
  OnnxOpset,
  OnnxTensor,
  OnnxValueInfo,
} from './model.ts';

const defaultIrVersion = 8;

/** No protobuf reader takes a larger message. */
const largestModel = 2 ** 31 - 1;

/** TensorProto.DataType. */
const elementTypeCodes: { readonly [Type in OnnxElementType]: number } = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
};

/** AttributeProto.AttributeType. */
const attributeTypeCodes: { readonly [Type in OnnxAttribute['type']]: number } = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  floats: 6,
  ints: 7,
};

/** @throws FormatError where a tensor's data does not fit its dims, an integer is none, or the file would pass 2 GiB */
export function encodeOnnxModel(model: OnnxModel): Uint8Array {
  const tensorBytes = model.graph.initializers.reduce((total, { data }) => total + data.byteLength, 0);
  if (tensorBytes > largestModel) {
    throw new FormatError(`ONNX model: ${tensorBytes} bytes of initializers do not fit into a file of 2 GiB`);
  }
  const writer = new ProtobufWriter();
  writeModel(writer, model);
  return writer.finish();
}

function writeModel(writer: ProtobufWriter, model: OnnxModel): void {
  writer.int(1, model.irVersion ?? defaultIrVersion); // ir_version
  writer.string(2, model.producerName); // producer_name
  if (model.producerVersion !== undefined) {
    writer.string(3, model.producerVersion); // producer_version
  }
  writer.message(7, (graph) => writeGraph(graph, model.graph)); // graph
  for (const opset of model.opsetImports) {
    writer.message(8, (message) => writeOpset(message, opset)); // opset_import
  }
  for (const [key, value] of Object.entries(model.metadata ?? {})) {
    writer.message(14, (pair) => writePair(pair, key, value)); // metadata_props
  }
}

function writeOpset(writer: ProtobufWriter, { domain, version }: OnnxOpset): void {
  writer.string(1, domain); // domain
  writer.int(2, version); // version
}

function writePair(writer: ProtobufWriter, key: string, value: string): void {
  writer.string(1, key); // key
  writer.string(2, value); // value
}

function writeGraph(writer: ProtobufWriter, graph: OnnxGraph): void {
  for (const node of graph.nodes) {
    writer.message(1, (message) => writeNode(message, node)); // node
  }
  writer.string(2, graph.name); // name
  for (const tensor of graph.initializers) {
    writer.message(5, (message) => writeTensor(message, tensor)); // initializer
  }
  for (const input of graph.inputs) {
    writer.message(11, (message) => writeValueInfo(message, input)); // input
  }
  for (const output of graph.outputs) {
    writer.message(12, (message) => writeValueInfo(message, output)); // output
  }
  for (const value of graph.valueInfos ?? []) {
    writer.message(13, (message) => writeValueInfo(message, value)); // value_info
  }
}

function writeNode(writer: ProtobufWriter, node: OnnxNode): void {
  for (const input of node.inputs) {
    writer.string(1, input); // input
  }
  for (const output of node.outputs) {
    writer.string(2, output); // output
  }
  if (node.name !== undefined) {
    writer.string(3, node.name); // name
  }
  writer.string(4, node.opType); // op_type
  for (const [name, attribute] of Object.entries(node.attributes ?? {})) {
    writer.message(5, (message) => writeAttribute(message, name, attribute)); // attribute
  }
  if (node.domain !== undefined) {
    writer.string(7, node.domain); // domain
  }
}

function writeAttribute(writer: ProtobufWriter, name: string, attribute: OnnxAttribute): void {
  writer.string(1, name); // name
  switch (attribute.type) {
    case 'float':
      writer.float(2, attribute.value); // f
      break;
    case 'int':
      writer.int(3, attribute.value); // i
      break;
    case 'string':
      writer.string(4, attribute.value); // s
      break;
    case 'tensor':
      writer.message(5, (message) => writeTensor(message, attribute.value)); // t
      break;
    // Repeated numbers are not packed in onnx.proto: a tag before each.
    case 'floats':
      for (const value of attribute.value) {
        writer.float(7, value); // floats
      }
      break;
    case 'ints':
      for (const value of attribute.value) {
        writer.int(8, value); // ints
      }
      break;
  }
  writer.int(20, attributeTypeCodes[attribute.type]); // type
}

function writeTensor(writer: ProtobufWriter, { name, elementType, dims, data }: OnnxTensor): void {
  const count = dims.reduce((product, dimension) => product * dimension, 1);
  if (count !== data.length) {
    throw new FormatError(`ONNX tensor "${name}": dims [${dims}] do not fit ${data.length} elements`);
  }
  for (const dimension of dims) {
    writer.int(1, dimension); // dims
  }
  writer.int(2, elementTypeCodes[elementType]); // data_type
  writer.string(8, name); // name
  // Little-endian, as every machine that runs Node.
  writer.bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)); // raw_data
}

/** ValueInfoProto { name, type: TypeProto { tensor_type: { elem_type, shape: TensorShapeProto { dim… } } } }. */
function writeValueInfo(writer: ProtobufWriter, { name, elementType, dims }: OnnxValueInfo): void {
  writer.string(1, name); // name
  writer.message(2, (type) => {
    type.message(1, (tensorType) => {
      tensorType.int(1, elementTypeCodes[elementType]); // elem_type
      tensorType.message(2, (shape) => {
        for (const dimension of dims) {
          shape.message(1, (message) => writeDimension(message, dimension)); // dim
        }
      });
    });
  });
}

function writeDimension(writer: ProtobufWriter, dimension: number | string): void {
  if (typeof dimension === 'number') {
    writer.int(1, dimension); // dim_value
  } else {
    writer.string(2, dimension); // dim_param
  }
}
