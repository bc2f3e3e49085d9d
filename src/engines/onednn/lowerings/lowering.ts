// How one operation becomes steps.
import type { NodeOf } from '../../../graph/node.ts';
import type { OpName } from '../../../graph/op-attrs.ts';
import type { ProgramBuilder } from '../program-builder.ts';

export type Lowering<K extends OpName> = (builder: ProgramBuilder, node: NodeOf<K>) => void;
