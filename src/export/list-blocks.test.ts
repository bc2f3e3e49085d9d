import { describe, expect, it } from 'vitest';
import { GoogLeNet } from '../models/googlenet.ts';
import { LeNet } from '../models/lenet.ts';
import * as nn from '../nn/index.ts';
import { listBlocks } from './list-blocks.ts';

describe('listBlocks', () => {
  it("finds GoogLeNet's nine blocks with their four paths", () => {
    const blocks = listBlocks(new GoogLeNet(), [1, 96, 96]);
    expect(blocks.map(({ path }) => path)).toEqual([8, 9, 11, 12, 13, 14, 15, 17, 18].map((index) => `model.${index}`));
    expect(blocks[0]).toEqual({
      path: 'model.8',
      shape: [256, 12, 12],
      paths: [
        ['channel1', 64, ['Conv2d(192, 64, kernel_size=(1, 1), stride=(1, 1))', 'ReLU()']],
        [
          'channel2',
          128,
          [
            'Conv2d(192, 96, kernel_size=(1, 1), stride=(1, 1))',
            'ReLU()',
            'Conv2d(96, 128, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1))',
            'ReLU()',
          ],
        ],
        [
          'channel3',
          32,
          [
            'Conv2d(192, 16, kernel_size=(1, 1), stride=(1, 1))',
            'ReLU()',
            'Conv2d(16, 32, kernel_size=(5, 5), stride=(1, 1), padding=(2, 2))',
            'ReLU()',
          ],
        ],
        [
          'channel4',
          32,
          [
            expect.stringMatching(/^MaxPool2d\(kernel_size=3, /),
            'Conv2d(192, 32, kernel_size=(1, 1), stride=(1, 1))',
            'ReLU()',
          ],
        ],
      ].map(([name, channels, layers]) => ({ path: `model.8.${name}`, shape: [channels, 12, 12], layers })),
    });
    for (const { shape, paths } of blocks) {
      expect(paths.reduce((sum, path) => sum + path.shape[0], 0)).toBe(shape[0]);
    }
  });

  it('finds none where nothing is parallel', () => {
    expect(listBlocks(new LeNet(), [1, 28, 28])).toEqual([]);
  });

  class Branches extends nn.Module {
    readonly left = new nn.ReLU();
    readonly right = new nn.ReLU();
    readonly join: (x: nn.Tensor, left: nn.Module, right: nn.Module) => nn.Tensor;
    constructor(join: Branches['join']) {
      super();
      this.join = join;
    }
    forward(x: nn.Tensor): nn.Tensor {
      return this.join(x, this.left, this.right);
    }
  }
  class Around extends nn.Module {
    readonly inner: nn.Module;
    readonly times: number;
    constructor(inner: nn.Module, times = 1) {
      super();
      this.inner = inner;
      this.times = times;
    }
    forward(x: nn.Tensor): nn.Tensor {
      return Array.from({ length: this.times }).reduce<nn.Tensor>((value) => this.inner.call(value), x);
    }
  }
  const pathsOf = (join: Branches['join'], times = 1) =>
    listBlocks(new Around(new Branches(join), times), [2, 3, 3]).flatMap(({ paths }) => paths.map(({ path }) => path));

  it('asks for at least two children side by side and nothing else', () => {
    expect(pathsOf((x, left, right) => nn.concat([right.call(x), left.call(x)]))).toEqual([
      'inner.right',
      'inner.left',
    ]);
    expect(pathsOf((x, left, right) => nn.add(left.call(x), right.call(x)))).toHaveLength(2);
    expect(pathsOf((x, left) => nn.add(left.call(x), x))).toEqual([]);
    expect(pathsOf((x, left, right) => nn.concat([left.call(x), right.call(x), x]))).toEqual([]);
    expect(pathsOf((x, left, right) => right.call(nn.concat([left.call(x), right.call(x)])))).toEqual([]);
    expect(pathsOf((x, left) => nn.concat([left.call(x), left.call(x)]))).toEqual([]);
  });

  it('leaves out what is called several times, which no activation could name', () => {
    expect(pathsOf((x, left, right) => nn.add(left.call(x), right.call(x)), 2)).toEqual([]);
  });
});
