import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OptionError } from '../errors/option-error.ts';
import { ShapeError } from '../errors/shape-error.ts';
import { GoogLeNet } from '../models/googlenet.ts';
import { LeNet } from '../models/lenet.ts';
import { relu } from '../nn/functional.ts';
import * as nn from '../nn/index.ts';
import { summarize } from '../summary/summary.ts';
import { describeNetwork } from './describe-network.ts';
import { imageId, type NetworkDescription, type NetworkLayer } from './network-description.ts';

function layerOf({ layers }: NetworkDescription, id: string): NetworkLayer {
  const layer = layers.find((candidate) => candidate.id === id);
  if (layer === undefined) throw new Error(`no layer ${id} among ${layers.map((other) => other.id).join(', ')}`);
  return layer;
}

function edgesOf({ edges }: NetworkDescription): readonly string[] {
  return edges.map(({ from, to }) => `${from} → ${to}`);
}

describe('describeNetwork of GoogLeNet', () => {
  const network = describeNetwork(new GoogLeNet(), [1, 96, 96]);
  const blocks = network.modules.filter(({ className }) => className === 'IncepBlock');

  it('has nine blocks of four paths each, joined by their last layer', () => {
    expect(blocks.map(({ path }) => path)).toEqual([8, 9, 11, 12, 13, 14, 15, 17, 18].map((index) => `model.${index}`));
    for (const { id } of blocks) {
      const paths = network.modules.filter(({ parent }) => parent === id);
      expect(paths.map(({ path }) => path)).toEqual([1, 2, 3, 4].map((index) => `${id}.channel${index}`));
      const counts = paths.map((path) => network.layers.filter(({ parent }) => parent === path.id).length);
      expect(counts).toEqual([2, 4, 4, 3]);
      expect(edgesOf(network).filter((edge) => edge.endsWith(`→ ${id}:concat`))).toEqual([
        `${id}.channel1.1 → ${id}:concat`,
        `${id}.channel2.3 → ${id}:concat`,
        `${id}.channel3.3 → ${id}:concat`,
        `${id}.channel4.2 → ${id}:concat`,
      ]);
    }
  });

  it('has the totals of the summary', () => {
    const { totals } = summarize(new GoogLeNet(), [1, 1, 96, 96]);
    expect(network.totals).toEqual({ parameters: 5_977_530, unusedParameters: 0, multiplyAdds: totals.multiplyAdds });
    expect(totals.parameters).toBe(5_977_530);
  });

  it('counts each layer as the summary does', () => {
    const { rows } = summarize(new GoogLeNet(), [1, 1, 96, 96], { depth: 9 });
    for (const row of rows.filter(({ multiplyAdds }) => multiplyAdds !== null)) {
      const { parameters, multiplyAdds, className } = layerOf(network, row.path);
      expect({ parameters, multiplyAdds, className }).toEqual({
        parameters: row.parameters,
        multiplyAdds: row.multiplyAdds,
        className: row.className,
      });
    }
  });

  it('says of a convolution and a pooling what the model says', () => {
    expect(layerOf(network, 'model.8.channel3.2')).toEqual({
      id: 'model.8.channel3.2',
      path: 'model.8.channel3.2',
      className: 'Conv2d',
      call: 1,
      parent: 'model.8.channel3',
      operations: ['conv2d'],
      inputShapes: [[16, 12, 12]],
      outputShape: [32, 12, 12],
      parameters: 32 * 16 * 25 + 32,
      sharedParameters: 0,
      multiplyAdds: (32 * 16 * 25 + 32) * 144,
      window: { kernel: [5, 5], stride: [1, 1], padding: [2, 2] },
    });
    expect(layerOf(network, 'model.2').window).toEqual({ kernel: [3, 3], stride: [2, 2], padding: [1, 1] });
    expect(layerOf(network, 'model.21').window).toBeNull();
    expect(layerOf(network, 'model.8:concat')).toMatchObject({
      path: 'model.8',
      className: 'IncepBlock',
      parent: 'model.8',
      inputShapes: [64, 128, 32, 32].map((channels) => [channels, 12, 12]),
      outputShape: [256, 12, 12],
      parameters: 0,
      multiplyAdds: 0,
    });
  });

  it('begins with the image and ends with the logits', () => {
    expect(edgesOf(network).filter((edge) => edge.startsWith(imageId))).toEqual([`${imageId} → model.0`]);
    expect(network.output).toBe('model.21');
    expect(layerOf(network, network.output).outputShape).toEqual([10]);
  });

  it('goes through JSON unchanged', () => {
    expect(JSON.parse(JSON.stringify(network))).toEqual(network);
  });
});

it('says of no window where a layer slides several', () => {
  const windows = (size: number) =>
    describeNetwork(new nn.Sequential(new nn.AdaptiveAvgPool2d(size)), [2, 6, 6]).layers.map(({ window }) => window);
  expect(windows(3)).toEqual([{ kernel: [2, 2], stride: [2, 2], padding: [0, 0] }]);
  expect(windows(4)).toEqual([null]);
});

it('describes LeNet as a chain, with the totals of the summary', () => {
  const network = describeNetwork(new LeNet(), [1, 28, 28]);
  const { totals } = summarize(new LeNet(), [1, 1, 28, 28]);
  expect(network.totals).toMatchObject({ parameters: totals.parameters, multiplyAdds: totals.multiplyAdds });
  expect(network.layers).toHaveLength(12);
  expect(edgesOf(network)).toEqual(
    network.layers.map(({ id }, index) => `${network.layers[index - 1]?.id ?? imageId} → ${id}`),
  );
});

class Residual extends nn.Module {
  readonly conv = new nn.Conv2d(4, 4, 3, { padding: 1, bias: false });

  forward(x: nn.Tensor): nn.Tensor {
    return relu(nn.add(nn.add(this.conv.call(x), x), x));
  }
}

class Repeat extends nn.Module {
  readonly block = new Residual();

  forward(x: nn.Tensor): nn.Tensor {
    return this.block.call(this.block.call(x));
  }
}

describe('describeNetwork', () => {
  it('draws a skip connection, and operations between modules', () => {
    const network = describeNetwork(new Residual(), [4, 6, 6]);
    expect(edgesOf(network)).toEqual([
      `${imageId} → conv`,
      'conv → :add',
      `${imageId} → :add`,
      ':add → :add2',
      `${imageId} → :add2`,
      ':add2 → :relu',
    ]);
    // Without a bias: what the operation declares.
    expect(layerOf(network, 'conv').multiplyAdds).toBe(4 * 4 * 9 * 36);
  });

  it('counts the parameters of a shared module once and its products each time', () => {
    const network = describeNetwork(new Repeat(), [4, 6, 6]);
    expect(network.modules.map(({ id, path, call, parent }) => ({ id, path, call, parent }))).toEqual([
      { id: '', path: '', call: 1, parent: null },
      { id: 'block', path: 'block', call: 1, parent: '' },
      { id: 'block#2', path: 'block', call: 2, parent: '' },
    ]);
    expect(layerOf(network, 'block.conv')).toMatchObject({ parameters: 144, sharedParameters: 0, parent: 'block' });
    expect(layerOf(network, 'block.conv#2')).toMatchObject({
      path: 'block.conv',
      call: 2,
      parameters: 0,
      sharedParameters: 144,
      parent: 'block#2',
    });
    expect(network.totals).toEqual({ parameters: 144, unusedParameters: 0, multiplyAdds: 2 * 144 * 36 });
    expect(network.totals.multiplyAdds).toBe(summarize(new Repeat(), [1, 4, 6, 6]).totals.multiplyAdds);
  });

  it('leaves out what computes nothing, and says which parameters nothing reads', () => {
    class Same extends nn.Module {
      readonly unread = new nn.Parameter([3], () => 0);
      forward(x: nn.Tensor): nn.Tensor {
        return x;
      }
    }
    const network = describeNetwork(new nn.Sequential(new nn.ReLU(), new Same(), new nn.ReLU()), [1, 2, 2]);
    expect(edgesOf(network)).toEqual([`${imageId} → 0`, '0 → 2']);
    expect(network.totals).toEqual({ parameters: 3, unusedParameters: 3, multiplyAdds: 0 });
    expect(describeNetwork(new Same(), [1, 2, 2])).toMatchObject({ layers: [], output: imageId });
  });

  it('takes a model that is one layer', () => {
    const network = describeNetwork(new nn.ReLU(), [1, 2, 2]);
    expect(network.modules).toEqual([]);
    expect(network.layers).toMatchObject([{ id: ':relu', path: '', className: 'ReLU', parent: null }]);
  });

  it('refuses images that make no sense or do not fit', () => {
    expect(() => describeNetwork(new LeNet(), [1, 0, 28])).toThrow(OptionError);
    expect(() => describeNetwork(new LeNet(), [3, 28, 28])).toThrow(ShapeError);
  });

  it('makes of any nesting a graph whose layers can be reached in order, and whose sums are the totals', () => {
    fc.assert(
      fc.property(anyModule, (plan) => {
        const model = plan.build();
        const network = describeNetwork(model, [2, 5, 5]);
        const place = new Map([imageId, ...network.layers.map(({ id }) => id)].map((id, index) => [id, index]));
        expect(place.size).toBe(network.layers.length + 1);
        for (const { from, to } of network.edges) expect(place.get(from)!).toBeLessThan(place.get(to)!);
        // Every layer reads something that comes before it: with the order, that reaches all from the image.
        const read = new Set(network.edges.map(({ to }) => to));
        for (const { id } of network.layers) expect(read.has(id)).toBe(true);
        const sum = (key: 'parameters' | 'multiplyAdds') =>
          network.layers.reduce((total, layer) => total + layer[key], 0);
        expect(sum('parameters') + network.totals.unusedParameters).toBe(network.totals.parameters);
        expect(sum('multiplyAdds')).toBe(network.totals.multiplyAdds);
        const { totals } = summarize(model, [1, 2, 5, 5]);
        expect(network.totals).toMatchObject({ parameters: totals.parameters, multiplyAdds: totals.multiplyAdds });
        const ids = new Set(network.modules.map(({ id }) => id));
        for (const { parent } of [...network.layers, ...network.modules.slice(1)]) {
          if (network.modules.length > 0) expect(ids.has(parent!)).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });
});

class Joined extends nn.Module {
  readonly paths: readonly nn.Module[];

  constructor(paths: readonly nn.Module[]) {
    super();
    this.paths = paths;
  }

  forward(x: nn.Tensor): nn.Tensor {
    return this.paths.map((path) => path.call(x)).reduce((sum, value) => nn.add(sum, value), x);
  }
}

interface Plan {
  build(): nn.Module;
}

/** Modules that keep [2, 5, 5]: chains, sums of paths over a skip connection, and modules that are called again. */
const anyModule = fc.letrec<{ module: Plan }>((tie) => ({
  module: fc.oneof(
    { maxDepth: 4 },
    fc.constant<Plan>({ build: () => new nn.Conv2d(2, 2, 3, { padding: 1 }) }),
    fc.constant<Plan>({ build: () => new nn.ReLU() }),
    fc
      .array(tie('module'), { minLength: 1, maxLength: 3 })
      .map((parts): Plan => ({ build: () => new nn.Sequential(...parts.map((part) => part.build())) })),
    fc
      .array(tie('module'), { minLength: 1, maxLength: 3 })
      .map((parts): Plan => ({ build: () => new Joined(parts.map((part) => part.build())) })),
    tie('module').map(
      (part): Plan => ({
        build() {
          const shared = part.build();
          return new nn.Sequential(shared, new nn.ReLU(), shared);
        },
      }),
    ),
  ),
})).module;
