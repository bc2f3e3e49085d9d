// What the engine webgpu promises beside the contract: a step is on the GPU as a whole, and what it learns stays there.
import type * as ort from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { SGD } from '../src/compile/optimizers/sgd.ts';
import { evaluationStep, gradientStep, imagesName, labelsName, trainingStep } from '../src/compile/programs.ts';
import type { Engine } from '../src/engines/engine.ts';
import type { OnnxHost, Runtime } from '../src/engines/onnxruntime/hosts/host.ts';
import { nodeWebGpu } from '../src/engines/onnxruntime/hosts/node-webgpu.ts';
import { vulkanAdapters } from '../src/engines/onnxruntime/hosts/vulkan-adapters.ts';
import { lowerGraph } from '../src/engines/onnxruntime/lower-graph.ts';
import { openOnnxEngine } from '../src/engines/onnxruntime/onnxruntime-engine.ts';
import { openReferenceEngine } from '../src/engines/reference/reference-engine.ts';
import { encodeOnnxModel } from '../src/formats/onnx/write.ts';
import { type ModelName, models } from '../src/models/model-table.ts';
import { CrossEntropyLoss } from '../src/nn/index.ts';
import { createModelStore } from '../src/training/model-store.ts';
import { forwardGraph } from './support/case-graph.ts';
import { expectAllSame, expectClose } from './support/compare.ts';
import { enginesUnderTest } from './support/engines.ts';
import { copyOutputs, runOnce, runOnReference } from './support/run-graph.ts';
import { CompiledStep, createStepStore } from './support/run-step.ts';
import { TinyNet } from './support/small-nets.ts';
import { describeUnless } from './support/unless.ts';
import { fillInputs, integers, normals } from './support/values.ts';

const loss = new CrossEntropyLoss();
/** Rows and columns with which each network still has all its layers. */
const smallImages: { readonly [K in ModelName]: number } = {
  googlenet: 32,
  lenet: 16,
  alexnet: 96,
  vgg11: 32,
  nin: 96,
  'googlenet-2014': 64,
  'googlenet-bn': 64,
  resnet18: 32,
};
const [images, labels] = [normals('images', [4, 1, 4, 4]), Int32Array.of(0, 1, 2, 0)];

describeUnless(enginesUnderTest.webgpu.unavailable, 'webgpu', () => {
  it('lists the GPUs of this machine', () => {
    const [adapter] = vulkanAdapters() ?? [];
    expect(adapter).toMatchObject({ name: expect.stringMatching(/\w/), vulkan: expect.stringMatching(/^1\.\d+$/) });
    expect(adapter.memory).toBeGreaterThan(2 ** 20);
  });

  it('brings up images, labels and rates at each step, and takes down what is measured of it', async () => {
    const { host, crossed } = countCrossings(await nodeWebGpu());
    const engine = openOnnxEngine(host);
    const model = new TinyNet().initialize(1);
    const optimizer = new SGD({ learningRate: 0.1, momentum: 0.9 });
    const step = trainingStep({ model, loss, optimizer, imageShape: [4, 1, 4, 4] });
    const store = await createStepStore(engine, model, step);
    const compiled = await CompiledStep.compile(engine, step, store);
    await compiled.run({ [imagesName]: images, [labelsName]: labels }, 0.1, 1);
    const names = store.tensors.map(({ name }) => name);
    await store.magnitude(names);

    crossed.up = crossed.down = 0;
    await compiled.run({ [imagesName]: images, [labelsName]: labels }, 0.1, 2);
    // Loss, sum of weights and number of correct predictions; learning rate and the factor of the gradients.
    expect(crossed).toEqual({ up: images.byteLength + labels.byteLength + 2 * 4, down: 3 * 4 });
    crossed.up = crossed.down = 0;
    expect(await store.areFinite(names)).toBe(true);
    expect(await store.magnitude(names)).toBeGreaterThan(0);
    expect(crossed).toEqual({ up: 0, down: 2 * 4 });
    await engine.close();
  });

  it('has the gradients of the reference', async () => {
    const model = new TinyNet().initialize(1);
    const graph = gradientStep({ model, loss, imageShape: [4, 1, 4, 4] });
    const run = async (engine: Engine) => {
      const program = await engine.compile(graph, await createModelStore(engine, model, [graph]));
      const outputs = copyOutputs(await program.run({ [imagesName]: images, [labelsName]: labels }));
      await engine.close();
      return outputs;
    };
    expectClose(await run(openOnnxEngine(await nodeWebGpu())), await run(openReferenceEngine()), 1e-5, 'TinyNet');
  });

  it.each([3, 6, 9, 10, 12, 15])('convolves %d channels', async (channels) => {
    const graph = forwardGraph((g) =>
      g.add('conv2d', { stride: [1, 1], padding: [1, 1] }, [g.floats(2, channels, 5, 4), g.floats(4, channels, 3, 3)]),
    );
    const inputs = fillInputs(graph, integers(-4, 4));
    const engine = openOnnxEngine(await nodeWebGpu());
    expectAllSame(await runOnce(engine, graph, inputs), await runOnReference(graph, inputs), 'y');
    await engine.close();
  });

  it('has the ten losses of the reference', async () => {
    const optimizer = new SGD({ learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.01 });
    const losses = async (engine: Engine) => {
      const model = new TinyNet().initialize(1);
      const step = trainingStep({ model, loss, optimizer, imageShape: [4, 1, 4, 4] });
      const compiled = await CompiledStep.compile(engine, step, await createStepStore(engine, model, step));
      const found: number[] = [];
      for (let done = 0; done < 10; done++) {
        const outputs = await compiled.run({ [imagesName]: images, [labelsName]: labels }, 0.1, done + 1);
        found.push(outputs.loss[0]);
      }
      await engine.close();
      return Float32Array.from(found);
    };
    const expected = await losses(openReferenceEngine());
    expect(expected[9]).toBeLessThan(expected[0] / 2);
    expectClose({ losses: await losses(openOnnxEngine(await nodeWebGpu())) }, { losses: expected }, 1e-5, 'TinyNet');
  });

  it.each(Object.keys(models) as ModelName[])('has every operator of a step and an evaluation of %s', async (name) => {
    const { runtime, sessionOptions, tuning } = await nodeWebGpu();
    const size = smallImages[name];
    // Its values are never asked for: what is placed where, shapes decide.
    const model = models[name].create({ numClasses: 3, inChannels: 1, imageSize: [size, size] });
    const optimizer = new SGD({ learningRate: 0.1, momentum: 0.9 });
    const imageShape = [2, 1, size, size];
    const step = trainingStep({ model, loss, optimizer, imageShape });
    for (const graph of [step.compute, step.update, evaluationStep({ model, loss, imageShape })]) {
      // Whatever the GPU lacked would be refused here.
      const session = await runtime.InferenceSession.create(
        encodeOnnxModel(lowerGraph(graph, { tuning })),
        sessionOptions,
      );
      await session.release();
    }
  });
});

/** The same host, which counts the bytes of tensors in memory that go into a session or come out of one. */
function countCrossings(host: OnnxHost) {
  const crossed = { up: 0, down: 0 };
  const bytesOf = (tensors: Readonly<Record<string, ort.Tensor>>) =>
    Object.values(tensors)
      .filter(({ location }) => location === 'cpu')
      .reduce((sum, { size }) => sum + 4 * size, 0);
  const create = async (model: Uint8Array, options: ort.InferenceSession.SessionOptions) => {
    const session = await host.runtime.InferenceSession.create(model, options);
    return {
      release: () => session.release(),
      async run(feeds: Readonly<Record<string, ort.Tensor>>) {
        const results = await session.run(feeds);
        crossed.up += bytesOf(feeds);
        crossed.down += bytesOf(results);
        return results;
      },
    };
  };
  const runtime = { Tensor: host.runtime.Tensor, InferenceSession: { create } } as unknown as Runtime;
  return { host: { ...host, runtime }, crossed };
}
