// What training makes small.
import * as functional from './functional.ts';
import { Module } from './module.ts';
import type { Tensor } from './tensor.ts';

/** Softmax and cross-entropy, mean over the batch: logits [N, classes], labels int32 [N] → [1]. */
export class CrossEntropyLoss extends Module {
  forward(logits: Tensor, labels: Tensor): Tensor {
    return functional.crossEntropy(logits, labels);
  }
}
