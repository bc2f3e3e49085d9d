// An exported model is a valid ONNX file, by a reader of its own, and onnxruntime gives our engine's numbers with it.
import { describe, expect, it } from 'vitest';
import { prediction } from '../src/compile/programs.ts';
import { DataLoader } from '../src/data/loader.ts';
import { loadRuntime } from '../src/engines/onnxruntime/load-runtime.ts';
import { ModelError } from '../src/errors/model-error.ts';
import { exportOnnx } from '../src/export/onnx-model.ts';
import { encodeOnnxModel } from '../src/formats/onnx/write.ts';
import { GoogLeNet, type IncepBlock } from '../src/models/googlenet.ts';
import { LeNet } from '../src/models/lenet.ts';
import * as nn from '../src/nn/index.ts';
import { createModelStore } from '../src/training/model-store.ts';
import { relativeL2 } from './support/compare.ts';
import { withEngine } from './support/engines.ts';
import { checkOnnxStructure, dimensionsOf } from './support/onnx-structure.ts';
import { drawParityWeights, readPictures } from './support/parity-fixtures.ts';
import { NormalisedNet, WindowNet } from './support/small-nets.ts';
import { normals } from './support/values.ts';

const { InferenceSession, Tensor } = await loadRuntime();

async function readImages(count: number, imageSize: number): Promise<Float32Array> {
  const loader = new DataLoader(await readPictures(), { batchSize: count, imageSize, shuffle: false });
  return loader.batch(0, 0).images.slice();
}

/** What our own engine makes of the images, one fixed batch. */
async function ownLogits(model: nn.Module, images: Float32Array, imageShape: readonly number[]) {
  return withEngine('onnxruntime', async (engine) => {
    const graph = prediction(model, imageShape);
    const store = await createModelStore(engine, model, [graph]);
    return (await (await engine.compile(graph, store)).run({ images })).logits.slice();
  });
}

async function runExported(bytes: Uint8Array, images: Float32Array, dims: readonly number[]): Promise<Float32Array> {
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 });
  const results = await session.run({ input: new Tensor('float32', images, [...dims]) });
  await session.release();
  return Object.values(results)[0].data as Float32Array;
}

describe('an exported GoogLeNet', () => {
  const model = new GoogLeNet();
  drawParityWeights(model);
  const metadata = { classes: '["a"]', input_size: '96' };
  const bytes = encodeOnnxModel(exportOnnx(model, { imageShape: [1, 96, 96], metadata, producerVersion: '1.2.3' }));

  it('is a valid model of plain operators, named after the modules', () => {
    const { graph, ...rest } = checkOnnxStructure(bytes);
    expect(rest).toMatchObject({
      producer_name: 'googlenet',
      producer_version: '1.2.3',
      metadata_props: [
        { key: 'classes', value: '["a"]' },
        { key: 'input_size', value: '96' },
      ],
    });
    expect(graph.name).toBe('GoogLeNet');
    expect(graph.initializer.map(({ name }) => name)).toEqual([...model.namedParameters()].map(([name]) => name));
    expect(graph.input.map((value) => [value.name, dimensionsOf(value)])).toEqual([['input', ['batch', 1, 96, 96]]]);
    expect(graph.output.map((value) => [value.name, dimensionsOf(value)])).toEqual([['logits', ['batch', 10]]]);
    const names = graph.node.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['/model.0/Conv', '/model.8/channel2.0/Conv', '/model.8/Concat', '/model.21/Gemm']),
    );
    // 57 convolutions and as many ReLUs, 4 + 9 maxima, 9 blocks, mean, flatten, linear.
    expect(names.length).toBe(57 + 57 + 4 + 9 + 9 + 3);
  });

  it('holds the weights to the bit', () => {
    const { graph } = checkOnnxStructure(bytes);
    for (const { name, dims, raw_data } of graph.initializer) {
      const { shape, data } = model.stateDict().get(name) as nn.StateTensor;
      expect(dims, name).toEqual(shape);
      expect(Buffer.compare(raw_data, Buffer.from(data.buffer, data.byteOffset, data.byteLength)), name).toBe(0);
    }
  });

  it.each([1, 3, 128])('gives our logits for a batch of %i', async (count) => {
    const images = await readImages(count, 96);
    const dims = [count, 1, 96, 96];
    const expected = await ownLogits(model, images, dims);
    expect(relativeL2(await runExported(bytes, images, dims), expected)).toBeLessThan(1e-5);
  });

  it('gives probabilities with a softmax', async () => {
    const withSoftmax = encodeOnnxModel(exportOnnx(model, { imageShape: [1, 96, 96], softmax: true }));
    expect(checkOnnxStructure(withSoftmax).graph.output.map(({ name }) => name)).toEqual(['probabilities']);
    const images = await readImages(3, 96);
    const logits = await ownLogits(model, images, [3, 1, 96, 96]);
    const expected = [0, 1, 2].flatMap((image) => {
      const powers = Array.from(logits.subarray(10 * image, 10 * image + 10), Math.exp);
      const sum = powers.reduce((total, power) => total + power, 0);
      return powers.map((power) => power / sum);
    });
    expect(relativeL2(await runExported(withSoftmax, images, [3, 1, 96, 96]), expected)).toBeLessThan(1e-5);
  });

  it('takes another size of images', async () => {
    const small = encodeOnnxModel(exportOnnx(model, { imageShape: [1, 64, 64] }));
    const images = await readImages(2, 64);
    const expected = await ownLogits(model, images, [2, 1, 64, 64]);
    expect(relativeL2(await runExported(small, images, [2, 1, 64, 64]), expected)).toBeLessThan(1e-5);
  });
});

describe('other models', () => {
  it('are exported as well: LeNet', async () => {
    const model = new LeNet().initialize(1);
    const bytes = encodeOnnxModel(exportOnnx(model, { imageShape: [1, 28, 28] }));
    checkOnnxStructure(bytes);
    const images = await readImages(5, 28);
    const expected = await ownLogits(model, images, [5, 1, 28, 28]);
    expect(relativeL2(await runExported(bytes, images, [5, 1, 28, 28]), expected)).toBeLessThan(1e-5);
  });

  it.each([1, 4])(
    'with groups, dilation, ceil mode and uneven windows give our logits for a batch of %i',
    async (count) => {
      const model = new WindowNet().initialize(1);
      const bytes = encodeOnnxModel(exportOnnx(model, { imageShape: [3, 19, 24] }));
      const dims = [count, 3, 19, 24];
      const images = normals('images', dims);
      const expected = await ownLogits(model, images, dims);
      expect(relativeL2(await runExported(bytes, images, dims), expected)).toBeLessThan(1e-5);
    },
  );

  it('have the normalisation of a convolution in its weights and bias', async () => {
    const model = new NormalisedNet().initialize(1);
    for (const [name, buffer] of model.namedBuffers()) {
      buffer.data = normals(name, buffer.shape).map((value) => value * value + 0.1);
    }
    const exported = exportOnnx(model, { imageShape: [3, 10, 9] });
    const bytes = encodeOnnxModel(exported);
    checkOnnxStructure(bytes);
    const operators = exported.graph.nodes.map(({ opType }) => opType);
    // What is left is that of the normalisation behind the sum.
    expect(operators.filter((op) => op === 'Conv')).toHaveLength(5);
    expect(operators.filter((op) => op === 'Mul' || op === 'Sqrt' || op === 'Div')).toEqual(['Mul']);
    expect(exported.graph.initializers.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['stem.0.weight', 'stem.0.bias', 'shortcut.0.weight', 'norm.scale', 'norm.shift']),
    );
    const dims = [3, 3, 10, 9];
    const images = normals('images', dims);
    const expected = await ownLogits(model, images, dims);
    expect(relativeL2(await runExported(bytes, images, dims), expected)).toBeLessThan(1e-5);
  });

  it.each([1, 3])('with response norms and smooth activations give our logits for a batch of %i', async (count) => {
    class Smooth extends nn.Module {
      readonly model = new nn.Sequential(
        new nn.Conv2d(3, 6, 3),
        new nn.LocalResponseNorm(5, { alpha: 0.5 }),
        new nn.GELU(),
        new nn.Conv2d(6, 5, 3),
        new nn.LocalResponseNorm(4, { alpha: 0.5 }),
        new nn.GELU({ approximate: 'tanh' }),
        new nn.LeakyReLU(),
        new nn.Tanh(),
        new nn.Flatten(),
        new nn.Identity(),
        new nn.Linear(5 * 3 * 4, 4),
      );

      forward(x: nn.Tensor) {
        return this.model.call(x);
      }
    }
    const model = new Smooth().initialize(1);
    const bytes = encodeOnnxModel(exportOnnx(model, { imageShape: [3, 7, 8] }));
    const dims = [count, 3, 7, 8];
    const images = normals('images', dims);
    const expected = await ownLogits(model, images, dims);
    expect(relativeL2(await runExported(bytes, images, dims), expected)).toBeLessThan(1e-5);
  });

  it('get numbered names where a module does the same twice', () => {
    class Twice extends nn.Module {
      readonly activation = new nn.ReLU();
      readonly flatten = new nn.Flatten();
      forward(x: nn.Tensor): nn.Tensor {
        const sum = nn.add(this.activation.call(this.flatten.call(x)), this.flatten.call(x));
        return this.activation.call(sum);
      }
    }
    const names = exportOnnx(new Twice(), { imageShape: [1, 2, 2] }).graph.nodes.map(({ name }) => name);
    expect(names).toEqual(['/flatten/Flatten', '/activation/Relu', '/flatten/Flatten_1', '/Add', '/activation/Relu_1']);
  });

  it('are refused where the batch is not an axis of its own', () => {
    class Mixing extends nn.Module {
      readonly classifier = new nn.Linear(4, 3);
      forward(x: nn.Tensor): nn.Tensor {
        const [n] = x.shape;
        return this.classifier.call(x.tracer.apply('reshape', { shape: [2 * n, 4] }, [x]));
      }
    }
    const model = new Mixing().initialize(0);
    expect(() => exportOnnx(model, { imageShape: [2, 2, 2] })).toThrow(
      '/Reshape: depends on the number of images in a batch',
    );
  });
});

describe('activations', () => {
  /** The part of a model up to a module, as a model of its own. */
  class UpTo extends nn.Module {
    readonly run: (x: nn.Tensor) => nn.Tensor;
    readonly model: nn.Module;
    constructor(model: nn.Module, run: (x: nn.Tensor) => nn.Tensor) {
      super();
      this.model = model;
      this.run = run;
    }
    forward(x: nn.Tensor): nn.Tensor {
      return this.run(x);
    }
  }
  const runAll = async (bytes: Uint8Array, images: Float32Array, dims: readonly number[]) => {
    const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 });
    const results = await session.run({ input: new Tensor('float32', images, [...dims]) });
    await session.release();
    return results;
  };

  it("are what the modules return: GoogLeNet's blocks, their paths, and layers that passes would move or drop", async () => {
    const model = new GoogLeNet();
    drawParityWeights(model);
    const { model: layers } = model;
    const modules = [...layers.namedChildren()].map(([, child]) => child);
    const upTo = (last: number, then: (x: nn.Tensor) => nn.Tensor = (x) => x) =>
      new UpTo(model.model, (x) => then(modules.slice(0, last + 1).reduce((value, module) => module.call(value), x)));
    const block = modules[8] as IncepBlock;
    // model.1 is a ReLU before a max-pool, which a pass swaps; model.20 is a Flatten; `model` itself returns the logits.
    const parts = new Map<string, nn.Module>([
      ['model.0', upTo(0)],
      ['model.1', upTo(1)],
      ['model.2', upTo(2)],
      ['model.8', upTo(8)],
      ['model.8.channel3', upTo(7, (x) => block.channel3.call(x))],
      ['model.8.channel4.0', upTo(7, (x) => modulesOf(block.channel4)[0].call(x))],
      ['model.18', upTo(18)],
      ['model.20', upTo(20)],
      ['model', model],
    ]);
    const exported = exportOnnx(model, { imageShape: [1, 96, 96], activations: [...parts.keys()] });
    const { graph } = checkOnnxStructure(encodeOnnxModel(exported));
    expect(graph.output.map(({ name }) => name)).toEqual(['logits', ...parts.keys()]);
    expect(dimensionsOf(graph.output[4])).toEqual(['batch', 256, 12, 12]);

    const images = await readImages(2, 96);
    const dims = [2, 1, 96, 96];
    const results = await runAll(encodeOnnxModel(exported), images, dims);
    expect(relativeL2(results.logits.data as Float32Array, await ownLogits(model, images, dims))).toBeLessThan(1e-5);
    for (const [path, part] of parts) {
      const expected = await ownLogits(part, images, dims);
      expect(results[path].data.length, path).toBe(expected.length);
      expect(relativeL2(results[path].data as Float32Array, expected), path).toBeLessThan(1e-5);
    }
    // Before the ReLU there are negative numbers; after it, and before the pool, none.
    expect((results['model.0'].data as Float32Array).some((value) => value < 0)).toBe(true);
    expect((results['model.1'].data as Float32Array).some((value) => value < 0)).toBe(false);
  });

  it('may be what the model was given, one value under two names, and what no result needs', async () => {
    class Odd extends nn.Module {
      readonly same = new Same();
      readonly outer = new nn.Sequential(new nn.ReLU());
      readonly unused = new nn.Sigmoid();
      readonly flatten = new nn.Flatten();
      forward(x: nn.Tensor): nn.Tensor {
        this.unused.call(x);
        return this.flatten.call(this.outer.call(this.same.call(x)));
      }
    }
    class Same extends nn.Module {
      forward(x: nn.Tensor): nn.Tensor {
        return x;
      }
    }
    const activations = ['same', 'outer', 'outer.0', 'unused', 'flatten'];
    for (const softmax of [false, true]) {
      const bytes = encodeOnnxModel(exportOnnx(new Odd(), { imageShape: [1, 1, 2], activations, softmax }));
      checkOnnxStructure(bytes);
      const results = await runAll(bytes, Float32Array.of(-1, 0, 2, 3), [2, 1, 1, 2]);
      const numbers = Object.fromEntries(
        Object.entries(results).map(([name, { data }]) => [name, [...data].map(Number)]),
      );
      const relu = [0, 0, 2, 3];
      expect(numbers).toMatchObject({ same: [-1, 0, 2, 3], outer: relu, 'outer.0': relu, flatten: relu });
      expect(numbers.unused[0]).toBeCloseTo(1 / (1 + Math.E), 6);
      if (softmax) expect(numbers.probabilities[2]).toBeCloseTo(1 / (1 + Math.E), 6);
      else expect(numbers.logits).toEqual(relu);
    }
  });

  it.each([
    ['model.99', "activation 'model.99': no module of this path is called"],
    ['', "activation '': is the model itself"],
  ])('refuses %j', (path, message) => {
    const fail = () => exportOnnx(new LeNet().initialize(1), { imageShape: [1, 28, 28], activations: [path] });
    expect(fail).toThrow(ModelError);
    expect(fail).toThrow(message);
  });

  it('refuses a module that is called twice, and one with the name of the logits', () => {
    class Twice extends nn.Module {
      readonly activation = new nn.ReLU();
      readonly logits = new nn.Flatten();
      forward(x: nn.Tensor): nn.Tensor {
        return this.logits.call(this.activation.call(this.activation.call(x)));
      }
    }
    const exportWith = (path: string) => exportOnnx(new Twice(), { imageShape: [1, 2, 2], activations: [path] });
    expect(() => exportWith('activation')).toThrow("activation 'activation': is called 2 times");
    expect(() => exportWith('logits')).toThrow('has the name of an input or output');
  });
});

function modulesOf(sequential: nn.Sequential): readonly nn.Module[] {
  return [...sequential.namedChildren()].map(([, child]) => child);
}
