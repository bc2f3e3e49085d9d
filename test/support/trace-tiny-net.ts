// TinyNet with a cross-entropy behind it, as `forward` traced it: no pass has seen it yet.
import { Trace } from '../../src/compile/trace.ts';
import type { Graph } from '../../src/graph/graph.ts';
import * as nn from '../../src/nn/index.ts';
import { TinyNet } from './small-nets.ts';

/** [N, C, H, W] */
export const tinyImages = [2, 1, 4, 4];

export function traceTinyNet(): Graph {
  const model = new TinyNet();
  const loss = new nn.CrossEntropyLoss();
  const trace = new Trace(new Map<string, nn.Module>().set('', model).set('loss', loss));
  const images = trace.input('images', 'data', { shape: tinyImages, dtype: 'float32' });
  const labels = trace.input('labels', 'data', { shape: [tinyImages[0]], dtype: 'int32' });
  return trace.build('tiny', { loss: loss.call(model.call(images), labels) });
}
