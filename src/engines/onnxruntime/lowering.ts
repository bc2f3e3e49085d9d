// The form of a lowering: a node and the names of its inputs, to the name of its value.
import type { NodeOf } from '../../graph/node.ts';
import type { OpName } from '../../graph/op-attrs.ts';
import type { OnnxBuilder, ValueName } from './onnx-builder.ts';

export type Lowering<K extends OpName> = (
  onnx: OnnxBuilder,
  node: NodeOf<K>,
  inputs: readonly ValueName[],
) => ValueName;

export type LoweringTable = { readonly [K in OpName]: Lowering<K> };
