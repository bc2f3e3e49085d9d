// Statistics that PyTorch saved beside weights, into a model of the same names: counts are int64, and may be missing.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../errors/format-error.ts';
import { StateDictError } from '../errors/state-dict-error.ts';
import { decodeTorchFile } from '../formats/torch.ts';
import * as nn from '../nn/index.ts';
import { fitWeights } from './fit-weights.ts';

class Norm extends nn.Module {
  readonly weight = new nn.Parameter([2], () => 1);
  readonly bias = new nn.Parameter([2], () => 1);
  readonly running_mean = new nn.Buffer([2]);
  readonly running_var = new nn.Buffer([2], { value: 1, least: 0 });
  readonly num_batches_tracked = new nn.Buffer([], { isCount: true });

  forward(x: nn.Tensor): nn.Tensor {
    return x;
  }
}

/** As scripts/record-torch-files.py has it: one layer stands under two names. */
function normalisedModel() {
  const norm = new Norm();
  const model = new nn.Sequential(new nn.Conv2d(1, 2, 3, { bias: false }), norm, new nn.Conv2d(2, 2, 1), norm);
  return { norm, model };
}

const saved = (format: '' | 'legacy-') => {
  const url = new URL(`../../test/fixtures/torch/${format}batch-norm.pt`, import.meta.url);
  return new Map(decodeTorchFile(readFileSync(url), 'norm.pt'));
};

describe('fitWeights', () => {
  it.each(['', 'legacy-'] as const)('takes what PyTorch counted, of %sbatch-norm.pt', (format) => {
    const { norm, model } = normalisedModel();
    const tensors = saved(format);
    fitWeights(model, tensors, 'norm.pt');
    expect([...norm.num_batches_tracked.data]).toEqual([2]);
    expect(norm.running_mean.data).toEqual(tensors.get('1.running_mean')?.data);
  });

  it('takes a file without counts for one that counted nothing', () => {
    const { norm, model } = normalisedModel();
    const tensors = saved('');
    for (const name of ['1.num_batches_tracked', '3.num_batches_tracked']) tensors.delete(name);
    fitWeights(model, tensors, 'norm.pt');
    expect([...norm.num_batches_tracked.data]).toEqual([0]);
    tensors.delete('1.running_mean');
    tensors.delete('3.running_mean');
    expect(() => fitWeights(normalisedModel().model, tensors, 'norm.pt')).toThrow(StateDictError);
  });

  it('refuses counts that float32 does not have, and integers for statistics', () => {
    const counted = (name: string, shape: readonly number[], count: bigint) =>
      saved('').set(name, { dtype: 'I64', shape, data: new BigInt64Array(shape[0] ?? 1).fill(count) });
    for (const tensors of [
      counted('3.num_batches_tracked', [], 2n ** 24n + 1n),
      counted('1.num_batches_tracked', [], -1n),
      counted('1.running_mean', [2], 1n),
      counted('1.weight', [2], 1n),
    ]) {
      expect(() => fitWeights(normalisedModel().model, tensors, 'norm.pt')).toThrow(FormatError);
    }
  });
});
