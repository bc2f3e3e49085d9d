// An ONNX model as plain data: what write.ts can put into a file, under the names of the ONNX specification.
// It knows neither our graphs nor training. see: https://onnx.ai/onnx/repo-docs/IR.html

/** A model of ONNX, as plain data. */
export interface OnnxModel {
  /** The file format's version: 8 where not given, which every opset up to 18 goes with. */
  readonly irVersion?: number;
  readonly producerName: string;
  readonly producerVersion?: string;
  /** Versions of the operators, one for each domain in use. */
  readonly opsetImports: readonly OnnxOpset[];
  readonly graph: OnnxGraph;
  /** Free text for whoever uses the model: `metadata_props`. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** A version of a domain of operators. */
export interface OnnxOpset {
  /** `''` is ONNX itself; `'com.microsoft'` has onnxruntime's own operators. */
  readonly domain: string;
  readonly version: number;
}

/** The graph of a model. */
export interface OnnxGraph {
  readonly name: string;
  /** In an order in which every value is made before it is used. */
  readonly nodes: readonly OnnxNode[];
  /** Inputs of the graph, without the initializers. */
  readonly inputs: readonly OnnxValueInfo[];
  readonly outputs: readonly OnnxValueInfo[];
  readonly initializers: readonly OnnxTensor[];
  /** Types of inner values; optional, since runtimes infer them. */
  readonly valueInfos?: readonly OnnxValueInfo[];
}

/** One operator. */
export interface OnnxNode {
  readonly opType: string;
  /** Domain of the operator; ONNX itself by default. */
  readonly domain?: string;
  readonly name?: string;
  /** Names of values; `''` skips an optional input. */
  readonly inputs: readonly string[];
  /** Names of values, each unique in the graph; `''` skips an optional output. */
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
}

/** Integers are of 64 bits: a number up to 2⁵³, or a bigint. Floats are rounded to float32. */
export type OnnxAttribute =
  | { readonly type: 'int'; readonly value: number | bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'ints'; readonly value: readonly (number | bigint)[] }
  | { readonly type: 'floats'; readonly value: readonly number[] }
  /** A tensor in an attribute usually has the name `''`. */
  | { readonly type: 'tensor'; readonly value: OnnxTensor };

/** The type of a value. */
export interface OnnxValueInfo {
  readonly name: string;
  readonly elementType: OnnxElementType;
  /** A name such as `'batch'` stands for a size that the caller chooses. */
  readonly dims: readonly (number | string)[];
}

/** The typed array for each element type; a bool is a byte, a float16 its bits. */
export interface OnnxArrays {
  float32: Float32Array;
  uint8: Uint8Array;
  int8: Int8Array;
  int32: Int32Array;
  int64: BigInt64Array;
  bool: Uint8Array;
  float16: Uint16Array;
  float64: Float64Array;
}

/** The type of a tensor's elements. */
export type OnnxElementType = keyof OnnxArrays;

/** `data` has as many elements as the product of `dims`, in row-major order; dims `[]` is a scalar. */
export type OnnxTensor = {
  readonly [Type in OnnxElementType]: {
    readonly name: string;
    readonly elementType: Type;
    readonly dims: readonly number[];
    readonly data: OnnxArrays[Type];
  };
}[OnnxElementType];
