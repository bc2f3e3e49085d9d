// What only the oneDNN engine does: Winograd's algorithm where the library chooses it, both ABIs, its errors, its process.

import { execFile } from 'node:child_process';
import { readFileSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Adam, AdamW } from '../../src/compile/optimizers/adam.ts';
import type { Optimizer } from '../../src/compile/optimizers/optimizer.ts';
import { SGD } from '../../src/compile/optimizers/sgd.ts';
import { trainingStep } from '../../src/compile/programs.ts';
import { updateInputs } from '../../src/compile/update-graph.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { findLibrary } from '../../src/engines/onednn/library/find-library.ts';
import { openEngine } from '../../src/engines/open-engine.ts';
import type { WindowAttrs } from '../../src/graph/op-attrs.ts';
import { GoogLeNet } from '../../src/models/googlenet.ts';
import { CrossEntropyLoss } from '../../src/nn/index.ts';
import { temporaryFolder } from '../cli/context.ts';
import { forwardAndGradientGraph } from '../support/case-graph.ts';
import { relativeL2 } from '../support/compare.ts';
import { enginesUnderTest, oneDnnPath, openOneDnnUnderTest } from '../support/engines.ts';
import { runOnReference } from '../support/run-graph.ts';
import { CompiledStep, createStepStore } from '../support/run-step.ts';
import { NormalisedNet } from '../support/small-nets.ts';
import { describeUnless } from '../support/unless.ts';
import { fillInputs, normals } from '../support/values.ts';

const { unavailable } = enginesUnderTest.onednn;
const execFileAsync = promisify(execFile);

describeUnless(unavailable, 'onednn: a 3×3 convolution of GoogLeNet', () => {
  const window: WindowAttrs = { stride: [1, 1], padding: [1, 1] };
  const graph = forwardAndGradientGraph((g) =>
    g.add('conv2d', window, [g.floats(16, 32, 12, 12), g.floats(32, 32, 3, 3), g.floats(32)]),
  );
  const inputs = fillInputs(graph, normals);

  async function errors(convolution: 'direct' | 'auto') {
    const engine = openOneDnnUnderTest(convolution);
    const program = await engine.compile(graph, await engine.createStore([]));
    const codes = ((await program.profile(inputs)) ?? []).map(({ implementation }) => implementation);
    const [actual, expected] = [await program.run(inputs), await runOnReference(graph, inputs)];
    await engine.close();
    const distance = (name: string) => relativeL2(actual[name], expected[name]);
    return {
      usesWinograd: codes.some((code) => code.includes('wino')),
      forward: distance('y'),
      inputGradient: distance('gradient.0'),
      weightGradient: distance('gradient.1'),
    };
  }

  it('is within 1e-6 of float64 where it is direct', async () => {
    const { usesWinograd, forward, inputGradient, weightGradient } = await errors('direct');
    expect(usesWinograd).toBe(false);
    expect(Math.max(forward, inputGradient, weightGradient)).toBeLessThan(1e-6);
  });

  // Which algorithm that is, the library decides for each processor: version 2 may take Winograd's with AVX-512.
  it("is within 1e-5, and its weight gradient within 2e-5, as Winograd's", async ({ skip }) => {
    const { usesWinograd, forward, inputGradient, weightGradient } = await errors('auto');
    if (!usesWinograd) {
      expect(Math.max(forward, inputGradient, weightGradient)).toBeLessThan(1e-6);
      skip("the library does not choose Winograd's algorithm on this processor");
    }
    expect(forward).toBeLessThan(1e-5);
    expect(inputGradient).toBeLessThan(1e-5);
    expect(weightGradient).toBeLessThan(2e-5);
    // Its rounding shows.
    expect(forward).toBeGreaterThan((await errors('direct')).forward);
  });
});

describeUnless(unavailable, 'onednn: an operation that the library refuses', () => {
  it('is named with its module, operands and attributes', async () => {
    const engine = openOneDnnUnderTest('auto');
    // One axis more than the library has.
    const shape = Array.from({ length: 13 }, () => 1);
    const graph = forwardAndGradientGraph((g) => {
      g.scope = 'model.3';
      return g.add('scale', { factor: 2 }, [g.floats(...shape)]);
    });
    const compiling = compile(engine, graph);
    await expect(compiling).rejects.toMatchObject({ code: 'ENGINE_FAILED' });
    await expect(compiling).rejects.toThrow(
      /^model\.3: input of .*"x0".*oneDNN: dnnl_memory_desc_\w+: invalid arguments/,
    );
    await engine.close();
  });
});

describeUnless(unavailable, 'onednn: a training step of GoogLeNet', () => {
  const model = new GoogLeNet();
  const learningRate = 0.1;

  async function profile(optimizer: Optimizer, of: 'compute' | 'update') {
    model.initialize(0, { only: 'missing' });
    const step = trainingStep({ model, loss: new CrossEntropyLoss(), optimizer, imageShape: [1, 1, 32, 32] });
    const engine = openOneDnnUnderTest('auto');
    const compiled = await CompiledStep.compile(engine, step, await createStepStore(engine, model, step));
    const images = { images: new Float32Array(32 * 32), labels: new Int32Array(1) };
    const numbers = updateInputs(step.update, optimizer, { learningRate, gradientScale: 1, update: 1 });
    const profiled = (await compiled[of].profile(of === 'compute' ? images : numbers)) ?? [];
    await engine.close();
    return profiled.map(({ kind }) => kind);
  }

  // A result that is kept is a primitive: the parameters, each tensor of state, and what cannot be a part of either.
  // Several go over parts of a megabyte, of which the parameters fill 23, and the biases none.
  it.each<readonly [string, Optimizer, number]>([
    ['one primitive', new SGD({ learningRate }), 1],
    ['two with momentum', new SGD({ learningRate, momentum: 0.9 }), 23 * 2],
    ['three as Adam', new Adam(), 23 * 3],
    // A decay has a factor and makes a sum of the gradient, which both means read.
    ['five as Adam with weight decay', new Adam({ weightDecay: 0.1 }), 23 * 5],
    // The parameter is a product too, of which one is kept.
    ['four as AdamW', new AdamW(), 23 * 4],
    ['four and three as AdamW that does not decay biases', new AdamW({ decayBiases: false }), 23 * 4 + 3],
  ])('updates all parameters in %s', async (_, optimizer, expected) => {
    // Numbers of the step are made before, from the learning rate.
    const overVectors = (await profile(optimizer, 'update')).filter((kind) => kind !== 'eltwise');
    expect(overVectors).toEqual(Array.from({ length: expected }, () => 'update'));
  });

  it('has each ReLU but two within a convolution', async () => {
    const kinds = await profile(new SGD({ learningRate }), 'compute');
    // The gradients run block by block.
    expect(kinds.filter((kind) => kind === 'eltwise').length).toBeLessThanOrEqual(4);
    expect(kinds.filter((kind) => kind === 'convolution')).toHaveLength(57);
  });
});

describeUnless(unavailable, 'onednn: a training step of a net with six normalisations', () => {
  it('moves their means in one primitive, their variances in one for each size of image', async () => {
    const model = new NormalisedNet().initialize(0);
    const optimizer = new SGD({ learningRate: 0.1 });
    const step = trainingStep({ model, loss: new CrossEntropyLoss(), optimizer, imageShape: [2, 3, 10, 9] });
    const engine = openOneDnnUnderTest('auto');
    const { compute } = await CompiledStep.compile(engine, step, await createStepStore(engine, model, step));
    const kinds = ((await compute.profile(fillInputs(step.compute, normals))) ?? []).map(({ kind }) => kind);
    await engine.close();
    expect(kinds.filter((kind) => kind === 'update')).toHaveLength(3);
    expect(kinds.filter((kind) => kind === 'batch norm')).toHaveLength(6);
    expect(kinds.filter((kind) => kind === 'batch-norm gradient')).toHaveLength(6);
    // Gradients of the ReLUs behind the residual sum and the pool; ReLUs behind normalisations are part of these, both ways.
    expect(kinds.filter((kind) => kind === 'eltwise gradient')).toHaveLength(2);
  });
});

async function compile(engine: Engine, graph: Parameters<Engine['compile']>[0]) {
  return engine.compile(graph, await engine.createStore([]));
}

const whyNotKnown = process.platform === 'linux' ? undefined : 'only Linux tells which files a process has loaded';

describeUnless(unavailable ?? whyNotKnown, "onednn: a library in the user's own folder", () => {
  it('is found where the system has none', () => {
    const { version } = findLibrary({ path: oneDnnPath });
    const loaded = /\S*libdnnl\.so\S*/.exec(readFileSync('/proc/self/maps', 'utf8'))?.[0] ?? '';
    const folder = temporaryFolder();
    symlinkSync(loaded, join(folder, basename(loaded)));
    expect(findLibrary({ folder }, 'sunos')).toEqual({ path: join(folder, basename(loaded)), version });
    rmSync(folder, { recursive: true });
  });
});

describe('onednn: a missing library', () => {
  const nowhere = '/nowhere/libdnnl.so.2';

  it('is an error that lists where it was searched and how to get it', async () => {
    expect(() => findLibrary({ path: nowhere })).toThrow(nowhere);
    await expect(openEngine('onednn', { onednn: nowhere })).rejects.toMatchObject({ code: 'ENGINE_FAILED' });
    expect(() => findLibrary({}, 'sunos')).toThrow(/oneDNN was not found.*hint/s);
  });

  it('is an error for auto too where the file was named', async () => {
    await expect(openEngine('auto', { onednn: nowhere })).rejects.toThrow(nowhere);
  });

  it('that is another library is told apart', () => {
    expect(() => findLibrary({ path: 'libc.so.6' })).toThrow(/dnnl_version/);
  });
});

const isByAnotherLoader =
  process.env.GOOGLENET_TEST_ONEDNN === undefined
    ? undefined
    : 'started by another loader, a process cannot start another one of its kind by its path';

describeUnless(unavailable ?? isByAnotherLoader, 'onednn: a process that used the engine', () => {
  /** @returns what it printed, and the milliseconds from its exit event to its end: what threads could hold up */
  async function timeOfExit(script: string) {
    const onExit = "process.on('exit', () => console.log(Date.now()));";
    const argv = ['--input-type=module', '-e', `${script}\n${onExit}`];
    const { stdout } = await execFileAsync(process.execPath, argv);
    const ended = Date.now();
    const lines = stdout.trim().split('\n');
    return { lines, milliseconds: ended - Number(lines.at(-1)) };
  }

  it('exits by itself at once', async () => {
    const script = `
      import { openEngine } from './dist/engines/open-engine.js';
      import { GraphBuilder } from './dist/graph/graph-builder.js';
      import { opTable } from './dist/ops/op-table.js';
      const engine = await openEngine('onednn', { threads: 2 });
      const graph = new GraphBuilder(opTable);
      const x = graph.input('x', 'data', { shape: [64, 64], dtype: 'float32' });
      const y = graph.add('relu', {}, [x]);
      const program = await engine.compile(graph.build('g', new Map([['y', y]])), await engine.createStore([]));
      const { y: result } = await program.run({ x: new Float32Array(4096).fill(-1) });
      console.log(result.every((value) => value === 0));
    `;
    const { lines, milliseconds } = await timeOfExit(script);
    expect(lines[0]).toBe('true');
    // Beside a process that did nothing: a busy machine takes long for that one too.
    const idle = await timeOfExit('');
    expect(milliseconds).toBeLessThan(2000 + 10 * idle.milliseconds);
  });
});
