// Sources: values that no operation computes. The builder declares them with their type, so nothing is inferred.
import type { OpDefinition } from '../graph/op-definition.ts';

export const input: OpDefinition<'input'> = {
  operands: [],
  infer: ({ fail }) => fail('is declared by GraphBuilder.input'),
};

export const constant: OpDefinition<'constant'> = {
  operands: [],
  infer: ({ fail }) => fail('is declared by GraphBuilder.constant'),
  range: ({ attrs: { value } }) => ({ low: value, high: value }),
};
