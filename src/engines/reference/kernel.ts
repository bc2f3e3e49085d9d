// The form of a reference kernel: a node and the values of its inputs, row-major float64, to the node's value.
import type { NodeOf } from '../../graph/node.ts';
import type { OpName } from '../../graph/op-attrs.ts';

export type Kernel<K extends OpName> = (node: NodeOf<K>, inputs: readonly Float64Array[]) => Float64Array;
export type KernelTable = { readonly [K in OpName]: Kernel<K> };
