// Activations and local response normalisation against what PyTorch recorded of them
// (test/fixtures/parity/elementwise.json): output, gradient, and how PyTorch prints the layer.
import { describe, expect, it } from 'vitest';
import { gradientName } from '../src/compile/gradient.ts';
import * as nn from '../src/nn/index.ts';
import { relativeL2 } from './support/compare.ts';
import { describeEngines } from './support/engines.ts';
import { layerGraph } from './support/layer-graph.ts';
import { type RecordedElementwise, readRecording } from './support/parity-fixtures.ts';

const recorded = readRecording('elementwise').cases;

/** Creates the layer that the recording names. */
function createLayer({ layer, arguments: given, options }: RecordedElementwise): nn.Module {
  switch (layer) {
    case 'ReLU':
      return new nn.ReLU();
    case 'Sigmoid':
      return new nn.Sigmoid();
    case 'Tanh':
      return new nn.Tanh();
    case 'LeakyReLU':
      return new nn.LeakyReLU(options);
    case 'GELU':
      return new nn.GELU(options);
    case 'Identity':
      return new nn.Identity();
    case 'LocalResponseNorm':
      return new nn.LocalResponseNorm(given[0], options);
  }
}

describeEngines('recorded activations and norms', (engine) => {
  for (const [number, recording] of recorded.entries()) {
    const { x, output, outputGradient, gradient, printed } = recording;
    engine.test(`${number} ${printed} [${x.shape}]`, async (opened) => {
      const graph = layerGraph(createLayer(recording), x.shape);
      const store = await opened.createStore([{ name: 'x', shape: x.shape, kind: 'parameter' }]);
      await store.write('x', Float32Array.from(x.values));
      const program = await opened.compile(graph, store);
      const results = await program.run({ dy: Float32Array.from(outputGradient.values) });
      expect(relativeL2(results.y, output.values), 'y').toBeLessThan(1e-6);
      expect(relativeL2(results[gradientName('x')], gradient.values), 'dx').toBeLessThan(1e-6);
    });
  }
});

describe('layers', () => {
  it.each(recorded)('print as PyTorch does: $printed', (recording) => {
    expect(String(createLayer(recording))).toBe(recording.printed);
  });
});
