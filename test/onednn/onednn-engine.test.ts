// What only the oneDNN engine does: Winograd's algorithm where the library chooses it, both ABIs, its errors, its process.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { SGD } from '../../src/compile/optimizer.ts';
import { trainingStep } from '../../src/compile/programs.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { findLibrary } from '../../src/engines/onednn/library/find-library.ts';
import { openEngine } from '../../src/engines/open-engine.ts';
import type { WindowAttrs } from '../../src/graph/op-attrs.ts';
import { GoogLeNet } from '../../src/models/googlenet.ts';
import { CrossEntropyLoss } from '../../src/nn/index.ts';
import { forwardAndGradientGraph } from '../support/case-graph.ts';
import { relativeL2 } from '../support/compare.ts';
import { enginesUnderTest, openOneDnnUnderTest } from '../support/engines.ts';
import { runOnReference } from '../support/run-graph.ts';
import { CompiledStep, createStepStore } from '../support/run-step.ts';
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
  it.each([
    ['one primitive', {}, 1],
    ['two with momentum', { momentum: 0.9 }, 2],
  ])('updates all parameters in %s', async (_, options, expected) => {
    const model = new GoogLeNet().initialize(0);
    const optimizer = new SGD({ learningRate: 0.1, ...options });
    const step = trainingStep({ model, loss: new CrossEntropyLoss(), optimizer, imageShape: [2, 1, 96, 96] });
    const engine = openOneDnnUnderTest('auto');
    const { compute, update } = await CompiledStep.compile(engine, step, await createStepStore(engine, model, step));
    const steps = (await compute.profile(fillInputs(step.compute, normals))) ?? [];
    const updates = (await update.profile(fillInputs(step.update, normals))) ?? [];
    await engine.close();
    expect(updates.map(({ kind }) => kind)).toEqual(Array.from({ length: expected }, () => 'update'));
    // Each ReLU but the stem's two is part of a convolution, and their gradients run block by block.
    expect(steps.filter(({ kind }) => kind === 'eltwise').length).toBeLessThanOrEqual(4);
    expect(steps.filter(({ kind }) => kind === 'convolution')).toHaveLength(57);
  });
});

async function compile(engine: Engine, graph: Parameters<Engine['compile']>[0]) {
  return engine.compile(graph, await engine.createStore([]));
}

describe('onednn: a missing library', () => {
  const nowhere = '/nowhere/libdnnl.so.2';

  it('is an error that lists where it was searched and how to get it', async () => {
    expect(() => findLibrary(nowhere)).toThrow(nowhere);
    await expect(openEngine('onednn', { onednn: nowhere })).rejects.toMatchObject({ code: 'ENGINE_FAILED' });
    expect(() => findLibrary(undefined, 'sunos')).toThrow(/oneDNN was not found.*hint/s);
  });

  it('is an error for auto too where the file was named', async () => {
    await expect(openEngine('auto', { onednn: nowhere })).rejects.toThrow(nowhere);
  });

  it('that is another library is told apart', () => {
    expect(() => findLibrary('libc.so.6')).toThrow(/dnnl_version/);
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
