import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/cli/context.ts';
import { StateDictError } from '../../errors/state-dict-error.ts';
import { float32Tensors, writeSafetensors } from '../../formats/safetensors.ts';
import * as nn from '../../nn/index.ts';
import { loadInit } from './train-init.ts';

/** A body, two heads of two layers each, and the last layer. */
class ThreeHeads extends nn.Module {
  readonly body: nn.Linear;
  readonly aux1: nn.Sequential;
  readonly aux2: nn.Sequential;
  readonly fc: nn.Linear;

  constructor({ classes, features = 4 }: { readonly classes: number; readonly features?: number }) {
    super();
    this.body = new nn.Linear(2, features);
    this.aux1 = new nn.Sequential(new nn.Linear(features, 3), new nn.Linear(3, classes));
    this.aux2 = new nn.Sequential(new nn.Linear(features, 3), new nn.Linear(3, classes));
    this.fc = new nn.Linear(features, classes);
  }

  forward(x: nn.Tensor): nn.Tensor {
    return this.fc.call(this.body.call(x));
  }
}

const workingDirectory = temporaryFolder();
function saved(options: ConstructorParameters<typeof ThreeHeads>[0]): {
  readonly file: string;
  readonly model: ThreeHeads;
} {
  const model = new ThreeHeads(options).initialize(7);
  const file = join(workingDirectory, 'weights.safetensors');
  writeSafetensors(file, float32Tensors(model.stateDict()));
  return { file, model };
}

describe('--init', () => {
  it('draws every head anew where there are other classes, and takes the rest', () => {
    const { file, model: before } = saved({ classes: 10 });
    const model = new ThreeHeads({ classes: 6 });
    expect(loadInit(model, file, { seed: 0, workingDirectory })).toEqual([
      'aux1.1.weight',
      'aux1.1.bias',
      'aux2.1.weight',
      'aux2.1.bias',
      'fc.weight',
      'fc.bias',
    ]);
    expect(model.body.weight.data).toEqual(before.body.weight.data);
    expect(model.fc.weight.data).toEqual(new ThreeHeads({ classes: 6 }).initialize(0).fc.weight.data);
  });

  it('names what does not fit where more than the classes differs', () => {
    const { file } = saved({ classes: 10, features: 5 });
    expect(() => loadInit(new ThreeHeads({ classes: 6 }), file, { seed: 0, workingDirectory })).toThrow(StateDictError);
    // As many classes, another body: nothing is drawn anew.
    expect(() => loadInit(new ThreeHeads({ classes: 10 }), file, { seed: 0, workingDirectory })).toThrow(
      /5 of another shape: body\.weight \(\[5,2\], the model's is \[4,2\]\), body\.bias/,
    );
  });

  it('takes a layer of another height for no head', () => {
    const { file } = saved({ classes: 10 });
    const model = new ThreeHeads({ classes: 6 });
    const odd = Object.assign(model, { body: new nn.Linear(2, 6) });
    expect(() => loadInit(odd, file, { seed: 0, workingDirectory })).toThrow(StateDictError);
  });
});
