// Layers with windows against what PyTorch recorded of them (test/fixtures/parity/windows.json): sizes at which windows hang
// over, groups, dilations; the output, the gradients of image and parameters, and how PyTorch prints the layer.
import { describe, expect, it } from 'vitest';
import { gradientName } from '../src/compile/gradient.ts';
import type { Engine } from '../src/engines/engine.ts';
import * as nn from '../src/nn/index.ts';
import { expectSame, relativeL2 } from './support/compare.ts';
import { describeEngines } from './support/engines.ts';
import { layerGraph } from './support/layer-graph.ts';
import { type RecordedLayer, readRecording } from './support/parity-fixtures.ts';
import { copyOutputs } from './support/run-graph.ts';

const recorded = readRecording('windows').cases;

/** Creates the layer that the recording names. */
function createLayer({ layer, arguments: given, options }: RecordedLayer): nn.Module {
  switch (layer) {
    case 'Conv2d': {
      const [inChannels, outChannels, kernel] = given;
      return new nn.Conv2d(Number(inChannels), Number(outChannels), kernel, options);
    }
    case 'MaxPool2d':
      return new nn.MaxPool2d(given[0], options);
    case 'AvgPool2d':
      return new nn.AvgPool2d(given[0], options);
    case 'AdaptiveAvgPool2d':
      return new nn.AdaptiveAvgPool2d(given[0]);
  }
}

async function run(engine: Engine, recording: RecordedLayer) {
  const { inputs, outputGradient } = recording;
  const graph = layerGraph(createLayer(recording), inputs.x.shape);
  expect(graph.outputs.get('y')?.shape).toEqual(outputGradient.shape);
  const tensors = Object.entries(inputs).map(([name, { shape }]) => ({ name, shape, kind: 'parameter' as const }));
  const store = await engine.createStore(tensors);
  for (const [name, { values }] of Object.entries(inputs)) await store.write(name, Float32Array.from(values));
  const program = await engine.compile(graph, store);
  return copyOutputs(await program.run({ dy: Float32Array.from(outputGradient.values) }));
}

describeEngines(
  'recorded layers',
  (engine) => {
    for (const [number, recording] of recorded.entries()) {
      engine.test(`${number} ${recording.printed} ${recording.exact ? 'to the bit' : ''}`, async (opened) => {
        const actual = await run(opened, recording);
        const expected = Object.entries(recording.gradients).map(([name, it]) => [gradientName(name), it] as const);
        expect(expected.length).toBe(Object.keys(actual).length - 2);
        for (const [name, { values }] of [['y', recording.output] as const, ...expected]) {
          if (recording.exact) expectSame(actual[name], values, name);
          else expect(relativeL2(actual[name], values), name).toBeLessThan(1e-6);
        }
      });
    }
  },
  { isExact: true },
);

describe('layers', () => {
  it.each(recorded)('print as PyTorch does: $printed', (recording) => {
    expect(String(createLayer(recording))).toBe(recording.printed);
  });
});
