// What a step was, in the words of the profile.

import type { NodeOf } from '../../graph/node.ts';
import type { OpName } from '../../graph/op-attrs.ts';
import type { OpDefinition } from '../../graph/op-definition.ts';
import { opTable } from '../../ops/op-table.ts';
import type { StepProfile } from '../engine.ts';
import type { OneDnn } from './library/onednn.ts';
import type { Step } from './plan/step.ts';

export function profileOf({ kind, node, primitive }: Step, oneDnn: OneDnn, milliseconds: number): StepProfile {
  return {
    kind,
    module: node?.scope ?? '',
    implementation: oneDnn.implementation(primitive),
    milliseconds,
    // A reorder that prepares a convolution computes none of its products.
    multiplyAdds: node === undefined || kind === 'reorder' ? 0 : multiplyAdds(node),
  };
}

function multiplyAdds<K extends OpName>(node: NodeOf<K>): number {
  const definition: OpDefinition<K> = opTable[node.op];
  return definition.multiplyAdds?.(node) ?? 0;
}
