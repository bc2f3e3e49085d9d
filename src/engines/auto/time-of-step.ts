// How long a training step takes on an engine: a small one of GoogLeNet, whose layers are of all kinds. On a GPU a larger one would
// do even better beside the processor.
import { SGD } from '../../compile/optimizers/sgd.ts';
import { imagesName, labelsName, trainingStep } from '../../compile/programs.ts';
import { updateInputs } from '../../compile/update-graph.ts';
import { graphInputs, isResidentRole } from '../../graph/graph.ts';
import { models } from '../../models/model-table.ts';
import { CrossEntropyLoss } from '../../nn/index.ts';
import type { Engine, ResidentTensor } from '../engine.ts';

const [batch, side] = [16, 96];
/** Steps that are timed, behind one in which all is compiled that is compiled when it is first used. */
const [most, least] = [4, 2];
/** Milliseconds after which the least is enough. */
const patience = 2000;

/** @returns milliseconds, of the fastest of some steps: what else the machine does makes the others slower */
export async function timeOfStep(engine: Engine): Promise<number> {
  const model = models.googlenet.create({ numClasses: 10, inChannels: 1, imageSize: [side, side] }).initialize(0);
  const optimizer = new SGD({ learningRate: 0.01, momentum: 0.9 });
  const imageShape = [batch, 1, side, side];
  const { compute, update } = trainingStep({ model, loss: new CrossEntropyLoss(), optimizer, imageShape });
  const tensors = new Map<string, ResidentTensor>();
  for (const { attrs, shape } of [update, compute].flatMap(graphInputs)) {
    const { name, role, like } = attrs;
    if (isResidentRole(role)) tensors.set(name, { name, shape, kind: role, ...(like === undefined ? {} : { like }) });
  }
  const store = await engine.createStore([...tensors.values()]);
  try {
    for (const [name, { data }] of model.namedTensors()) await store.write(name, data);
    const programs = { compute: await engine.compile(compute, store), update: await engine.compile(update, store) };
    const inputs = {
      [imagesName]: Float32Array.from({ length: batch * side * side }, (_, index) => ((index * 7919) % 255) / 255),
      [labelsName]: Int32Array.from({ length: batch }, (_, index) => index % 10),
    };
    const times: number[] = [];
    let spent = 0;
    for (let step = 0; times.length < least || (times.length < most && spent < patience); step++) {
      const begin = performance.now();
      // It waits for the loss, and so for the update before.
      await programs.compute.run(inputs);
      const numbers = { learningRate: 0.01, gradientScale: 1 / batch, update: step + 1 };
      await programs.update.run(updateInputs(update, optimizer, numbers));
      if (step === 0) continue;
      const time = performance.now() - begin;
      times.push(time);
      spent += time;
    }
    return Math.min(...times);
  } finally {
    await store.release();
  }
}
