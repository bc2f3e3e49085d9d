import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OptionError } from '../errors/option-error.ts';
import { AlexNet } from '../models/alexnet.ts';
import { GoogLeNet } from '../models/googlenet.ts';
import { GoogLeNet2014 } from '../models/googlenet-2014.ts';
import { GoogLeNet as GoogLeNetBN } from '../models/googlenet-bn.ts';
import { LeNet } from '../models/lenet.ts';
import { NiN } from '../models/nin.ts';
import { ResNet } from '../models/resnet18.ts';
import { VGG } from '../models/vgg11.ts';
import * as nn from '../nn/index.ts';
import { printSummary, type SummaryOptions, summarize } from './summary.ts';

function golden(name: string): string {
  return readFileSync(new URL(`../../test/fixtures/torchinfo/${name}.txt`, import.meta.url), 'utf8');
}

/** The rows of a print, each with single spaces. */
function printRows(model: nn.Module, inputShape: readonly number[], options?: SummaryOptions): readonly string[] {
  const [, , table] = printSummary(summarize(model, inputShape, options)).split(/^=+\n/m);
  return table
    .trimEnd()
    .split('\n')
    .map((line) =>
      line
        .replaceAll(/[│└├─]/g, '')
        .trim()
        .replaceAll(/ +/g, ' '),
    );
}

const imagenet = { numClasses: 1000, inChannels: 3 };
const allColumns = ['input_size', 'output_size', 'num_params', 'kernel_size', 'mult_adds', 'trainable'];

describe('printSummary', () => {
  // see: scripts/record-torchinfo.py
  it.each<[string, nn.Module, readonly number[], SummaryOptions]>([
    ['lenet', new LeNet(), [1, 1, 28, 28], {}],
    ['googlenet', new GoogLeNet(), [1, 1, 96, 96], {}],
    ['googlenet-depth2', new GoogLeNet(), [1, 1, 96, 96], { depth: 2 }],
    ['googlenet-batch128', new GoogLeNet(), [128, 1, 96, 96], {}],
    ['googlenet-batch512', new GoogLeNet(), [512, 1, 96, 96], { depth: 1 }],
    ['googlenet-all-columns', new GoogLeNet(), [1, 1, 96, 96], { columns: allColumns, varNames: true }],
    ['alexnet', new AlexNet(), [1, 1, 224, 224], {}],
    ['vgg11', new VGG(), [1, 1, 224, 224], {}],
    ['vgg11-quarter-96', new VGG({ imageSize: 96, width: 0.25 }), [1, 1, 96, 96], {}],
    ['nin', new NiN(), [1, 1, 224, 224], {}],
    ['googlenet-2014', new GoogLeNet2014(), [1, 1, 224, 224], {}],
    ['googlenet-2014-96', new GoogLeNet2014({ imageSize: 96 }), [1, 1, 96, 96], {}],
    ['googlenet-bn', new GoogLeNetBN(), [1, 1, 224, 224], {}],
    ['googlenet-bn-imagenet', new GoogLeNetBN(imagenet), [1, 3, 224, 224], {}],
    ['googlenet-bn-depth7', new GoogLeNetBN(imagenet), [1, 3, 112, 112], { depth: 7 }],
    ['resnet18', new ResNet(), [1, 1, 224, 224], {}],
    ['resnet18-imagenet', new ResNet(imagenet), [1, 3, 224, 224], {}],
    ...[1, 2].map((depth): [string, nn.Module, readonly number[], SummaryOptions] => [
      `resnet18-depth${depth}`,
      new ResNet(imagenet),
      [1, 3, 64, 64],
      { depth, columns: ['output_size', 'num_params', 'params_percent'] },
    ]),
    ['resnet18-all-columns', new ResNet(imagenet), [2, 3, 96, 96], { columns: allColumns, varNames: true }],
  ])('prints %s as torchinfo does, the newest and the tutorial’s', (name, model, inputShape, options) => {
    const summary = summarize(model, inputShape, options);
    expect(printSummary(summary)).toBe(golden(name));
    expect(printSummary(summary, { style: 'tutorial' })).toBe(golden(`tutorial/${name}`));
  });

  it('prints the same after a way through JSON', () => {
    const summary = summarize(new LeNet(), [1, 1, 28, 28], { columns: allColumns });
    expect(printSummary(JSON.parse(JSON.stringify(summary)))).toBe(printSummary(summary));
  });

  it('prints small sizes without a unit, and whole ones without decimals', () => {
    const print = printSummary(summarize(new nn.Linear(4, 25), [10, 4]));
    expect(print).toContain('Total mult-adds (k): 1.25\n');
    expect(print).toContain('Input size: 216\n');
    expect(print).toContain('Forward/backward pass size (kB): 2\n');
  });

  it('rounds exact halves to the even digit, as Python does', () => {
    expect(printSummary(summarize(new nn.Linear(8, 125), [1, 8]))).toContain('Total mult-adds (k): 1.12\n');
    expect(printSummary(summarize(new nn.Linear(10, 125), [1, 10]))).toContain('Total mult-adds (k): 1.38\n');
  });

  it('has torchinfo’s columns of groups and percentages', () => {
    const columns = ['kernel_size', 'groups', 'params_percent'];
    const rows = printRows(new LeNet(), [1, 1, 28, 28], { columns });
    expect(rows[2]).toBe('Conv2d: 2-1 [5, 5] 1 0.25%');
    expect(rows[4]).toBe('AvgPool2d: 2-3 2 -- --');
    expect(rows[9]).toBe('Linear: 2-8 -- -- 77.98%');
    // A layer without parameters is marked here, though not in the column of counts.
    const again = printRows(new Sharing(), [1, 4], { depth: 4, columns: ['num_params', 'params_percent'] });
    expect(again[8]).toBe('ReLU: 3-4 -- (recursive)');
  });

  it('counts the channels of one group for each filter, as torchinfo does', () => {
    const columns = ['groups', 'num_params', 'mult_adds'];
    const [, row] = printRows(new nn.Sequential(new nn.Conv2d(32, 64, 3, { groups: 16 })), [2, 32, 8, 8], { columns });
    // 64 filters of 2·3·3 weights and a bias, at 2·6·6 places.
    expect(row).toBe(`Conv2d: 1-1 16 1,216 ${(1216 * 72).toLocaleString('en')}`);
  });

  it('makes the name column wide enough for rows that the depth hides, too', () => {
    class LayerWhoseNameTakesMoreThanTheFortyColumns extends nn.ReLU {}
    const model = new nn.Sequential(new LayerWhoseNameTakesMoreThanTheFortyColumns());
    const [divider] = printSummary(summarize(model, [1, 4], { depth: 0 })).split('\n');
    // 42 characters, `: 1-1` and an indent of 6 make 53, rounded up to 55; two columns of 25.
    expect(divider).toBe('='.repeat(55 + 2 * 25));
  });
});

class Repeat extends nn.Module {
  readonly conv = new nn.Conv2d(64, 64, 3, { padding: 1 });

  forward(x: nn.Tensor): nn.Tensor {
    let y = x;
    for (let count = 0; count < 6; count++) y = this.conv.call(y);
    return y;
  }
}

/** Holds modules that are called one by one; PyTorch's class of this name. */
class ModuleList extends nn.Module {
  readonly [index: number]: nn.Module;

  constructor(...modules: readonly nn.Module[]) {
    super();
    Object.assign(this, modules);
  }

  forward(): nn.Tensor {
    throw new Error('not to be called');
  }
}

function callEach(container: nn.Module, x: nn.Tensor): nn.Tensor {
  let y = x;
  for (const [, module] of container.namedChildren()) y = module.call(y);
  return y;
}

class ContainerChildModule extends nn.Module {
  readonly sequential = new nn.Sequential(new nn.Linear(5, 5), new nn.Linear(5, 5));
  readonly between = new nn.Linear(5, 5);

  forward(x: nn.Tensor): nn.Tensor {
    callEach(this.sequential, this.between.call(this.sequential.call(x)));
    return callEach(this.sequential, this.sequential.call(x));
  }
}

class ContainerModule extends nn.Module {
  readonly layers = new ModuleList(new nn.Linear(5, 5), new ContainerChildModule(), new nn.Linear(5, 5));

  forward(x: nn.Tensor): nn.Tensor {
    return callEach(this.layers, x);
  }
}

class SharingBlock extends nn.Module {
  readonly layers = new ModuleList(new nn.Linear(4, 4), new nn.Linear(4, 4));
  readonly act: nn.Module;
  readonly parameter = new nn.Parameter([2], () => 1);

  constructor(act: nn.Module) {
    super();
    this.act = act;
  }

  forward(x: nn.Tensor): nn.Tensor {
    let y = x;
    for (const [, layer] of this.layers.namedChildren()) y = this.act.call(layer.call(y));
    return y;
  }
}

class Sharing extends nn.Module {
  readonly blocks: ModuleList;

  constructor() {
    super();
    const act = new nn.ReLU();
    this.blocks = new ModuleList(new SharingBlock(act), new SharingBlock(act));
  }

  forward(x: nn.Tensor): nn.Tensor {
    return callEach(this.blocks, x);
  }
}

/** Linear layers that hold one and the same weight. */
class Tied extends nn.Module {
  readonly first = new nn.Linear(3, 3, { bias: false });
  readonly second = new nn.Linear(3, 3, { bias: false });

  constructor() {
    super();
    Object.assign(this.second, { weight: this.first.weight });
  }

  forward(x: nn.Tensor): nn.Tensor {
    return this.second.call(this.first.call(x));
  }
}

/** Calls a part that another block may own too, twice, and the steps of a list one by one. */
class PartBlock extends nn.Module {
  readonly part: nn.Module;
  readonly steps: ModuleList;
  readonly parameter = new nn.Parameter([2], () => 1);

  constructor(part: nn.Module, step: nn.Module) {
    super();
    this.part = part;
    this.steps = new ModuleList(step);
  }

  forward(x: nn.Tensor): nn.Tensor {
    return callEach(this.steps, this.part.call(this.part.call(x)));
  }
}

class Inside extends nn.Module {
  readonly l1 = new nn.Linear(1, 1);
  readonly parameter = new nn.Parameter([1], () => 1);

  forward(x: nn.Tensor): nn.Tensor {
    return this.l1.call(x);
  }
}

class InsideModel extends nn.Module {
  readonly l0 = new nn.Linear(2, 1);
  readonly parameter = new nn.Parameter([2], () => 1);
  readonly inside = new Inside();

  forward(x: nn.Tensor): nn.Tensor {
    return this.inside.call(this.l0.call(x));
  }
}

describe('summarize', () => {
  // see: TylerYep/torchinfo, tests/test_output: recursive, container, shared_module_in_nested_list,
  // nested_leftover_params
  it('marks a module that is called again', () => {
    const summary = summarize(new Repeat(), [1, 64, 28, 28]);
    expect(printRows(new Repeat(), [1, 64, 28, 28])).toEqual([
      'Repeat [1, 64, 28, 28] --',
      'Conv2d: 1-1 [1, 64, 28, 28] 36,928',
      ...[2, 3, 4, 5, 6].map((index) => `Conv2d: 1-${index} [1, 64, 28, 28] (recursive)`),
    ]);
    expect(summary.totals).toMatchObject({ parameters: 36_928, multiplyAdds: 173_709_312, inputBytes: 200_760 });
  });

  it('shows containers whose children are called without them', () => {
    expect(printRows(new ContainerModule(), [1, 5], { depth: 4 })).toEqual([
      'ContainerModule [1, 5] --',
      'ModuleList: 1-1 -- --',
      'Linear: 2-1 [1, 5] 30',
      'ContainerChildModule: 2-2 [1, 5] --',
      'Sequential: 3-1 [1, 5] --',
      'Linear: 4-1 [1, 5] 30',
      'Linear: 4-2 [1, 5] 30',
      'Linear: 3-2 [1, 5] 30',
      'Sequential: 3-3 -- (recursive)',
      'Linear: 4-3 [1, 5] (recursive)',
      'Linear: 4-4 [1, 5] (recursive)',
      'Sequential: 3-4 [1, 5] (recursive)',
      ...[5, 6, 7, 8].map((index) => `Linear: 4-${index} [1, 5] (recursive)`),
      'Linear: 2-3 [1, 5] 30',
    ]);
    const { totals } = summarize(new ContainerModule(), [1, 5]);
    expect(totals).toMatchObject({ parameters: 150, multiplyAdds: 330, forwardBackwardBytes: 440, totalBytes: 1116 });
  });

  it('files a shared module under the parent that calls it', () => {
    expect(printRows(new Sharing(), [1, 4], { depth: 4 })).toEqual([
      'Sharing [1, 4] --',
      'ModuleList: 1-1 -- --',
      'SharingBlock: 2-1 [1, 4] 2',
      'ModuleList: 3-3 -- (recursive)',
      'Linear: 4-1 [1, 4] 20',
      'ReLU: 3-2 [1, 4] --',
      'ModuleList: 3-3 -- (recursive)',
      'Linear: 4-2 [1, 4] 20',
      'ReLU: 3-4 [1, 4] --',
      'SharingBlock: 2-2 [1, 4] 2',
      'ModuleList: 3-7 -- (recursive)',
      'Linear: 4-3 [1, 4] 20',
      'ReLU: 3-6 [1, 4] --',
      'ModuleList: 3-7 -- (recursive)',
      'Linear: 4-4 [1, 4] 20',
      'ReLU: 3-8 [1, 4] --',
    ]);
  });

  it('counts a shared weight once', () => {
    expect(printRows(new Tied(), [1, 3])).toEqual([
      'Tied [1, 3] --',
      'Linear: 1-1 [1, 3] 9',
      'Linear: 1-2 [1, 3] (recursive)',
    ]);
    // As in torchinfo, the weight is taken off the model's own parameters for both layers.
    expect(summarize(new Tied(), [1, 3])).toMatchObject({
      rows: [{ parameters: -9 }, { parameters: 9 }, { isRecursive: true }],
      totals: { parameters: 9, multiplyAdds: 18 },
    });
  });

  it('shows a container’s own parameters in its row', () => {
    expect(printRows(new InsideModel(), [100, 2])).toEqual([
      'InsideModel [100, 1] 2',
      'Linear: 1-1 [100, 1] 3',
      'Inside: 1-2 [100, 1] 1',
      'Linear: 2-1 [100, 1] 2',
    ]);
    const { totals } = summarize(new InsideModel(), [100, 2]);
    expect(totals).toMatchObject({ parameters: 8, multiplyAdds: 500, forwardBackwardBytes: 1600, inputBytes: 856 });
  });

  // torchinfo files what is inside a shared part under its first parent always, and opens that parent again for it.
  it('takes a part that comes again off its parents once, and finds the list that a shared step is called from', () => {
    const part = new nn.Sequential(new nn.Linear(2, 2));
    const step = new nn.ReLU();
    expect(printRows(new nn.Sequential(new PartBlock(part, step), new PartBlock(part, step)), [1, 2])).toEqual([
      'Sequential [1, 2] --',
      'PartBlock: 1-1 [1, 2] 2',
      'Sequential: 2-1 [1, 2] --',
      'Linear: 3-1 [1, 2] 6',
      'Sequential: 2-2 [1, 2] (recursive)',
      'Linear: 3-2 [1, 2] (recursive)',
      'ModuleList: 2-3 -- --',
      'ReLU: 3-3 [1, 2] --',
      'PartBlock: 1-2 [1, 2] 2',
      'Sequential: 2-4 [1, 2] (recursive)',
      'PartBlock: 1-5 -- (recursive)',
      'Linear: 3-4 [1, 2] (recursive)',
      'PartBlock: 1-6 -- (recursive)',
      'Sequential: 2-5 [1, 2] (recursive)',
      'PartBlock: 1-5 -- (recursive)',
      'Linear: 3-5 [1, 2] (recursive)',
      'PartBlock: 1-6 -- (recursive)',
      'ModuleList: 2-6 -- --',
      'ReLU: 3-6 [1, 2] --',
    ]);
  });

  it('speaks for what lies below the depth', () => {
    // The sum of the mult-adds in googlenet-all-columns.txt.
    const columns = ['num_params', 'mult_adds'];
    expect(printRows(new GoogLeNet(), [1, 1, 96, 96], { depth: 0, columns })).toEqual([
      'GoogLeNet 5,977,530 276,658,874',
    ]);
  });

  it('names the valid columns where one is unknown', () => {
    const unknown = () => summarize(new LeNet(), [1, 1, 28, 28], { columns: ['num_params', 'kernel'] });
    expect(unknown).toThrow(OptionError);
    expect(unknown).toThrow(/unknown column kernel .*kernel_size, groups, .*trainable/);
    expect(() => summarize(new LeNet(), [1, 1, 28, 28], { columns: ['toString'] })).toThrow(OptionError);
  });

  it('refuses a depth or an input shape that makes no sense', () => {
    expect(() => summarize(new LeNet(), [1, 1, 28, 28], { depth: -1 })).toThrow(OptionError);
    expect(() => summarize(new LeNet(), [1, 1, 0, 28])).toThrow(OptionError);
  });

  it('is set closer where a terminal is narrower than its rows, and its rules end there', () => {
    const summary = summarize(new LeNet(), [1, 1, 28, 28]);
    const lines = (terminalColumns: number) => printSummary(summary, { terminalColumns }).trimEnd().split('\n');
    expect(lines(90).join('\n')).toBe(printSummary(summary).trimEnd());
    // The rows fit: the rules alone are cut.
    expect(lines(80)[0]).toBe('='.repeat(80));
    expect(lines(80)[1]).toBe(lines(90)[1]);
    expect(Math.max(...lines(60).map((line) => line.length))).toBe(60);
    expect(lines(60).slice(1, 6)).toEqual([
      'Layer (type:depth-idx)  Output Shape     Param #',
      '='.repeat(60),
      'LeNet                   [1, 10]          --',
      '├─Sequential: 1-1       [1, 10]          --',
      '│    └─Conv2d: 2-1      [1, 6, 28, 28]   156',
    ]);
  });
});
