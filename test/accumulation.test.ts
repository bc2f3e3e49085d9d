// A step of several batches is the step of the large one; losses and clipping are PyTorch's (test/fixtures/optimizers).
import { expect } from 'vitest';
import { AdamW } from '../src/compile/optimizers/adam.ts';
import { SGD } from '../src/compile/optimizers/sgd.ts';
import * as nn from '../src/nn/index.ts';
import { CrossEntropyLoss } from '../src/nn/index.ts';
import { encodeCheckpoint } from '../src/training/checkpoint.ts';
import type { StepEvent, TrainingEvent } from '../src/training/events.ts';
import { constant } from '../src/training/schedule.ts';
import type { TrainingState } from '../src/training/training-state.ts';
import { relativeL2 } from './support/compare.ts';
import { describeEngines } from './support/engines.ts';
import { recordedTrainings } from './support/optimizer-fixtures.ts';
import { TinyNet } from './support/small-nets.ts';
import { createTinyTrainer, type TinyTrainingOptions } from './support/tiny-training.ts';

const classWeights = [1, 2.5, 0.25];

/** Half of what the classifier reads is dropped. */
class DroppingNet extends nn.Module {
  readonly convolution = new nn.Conv2d(1, 4, 3, { padding: 1 });
  readonly activation = new nn.ReLU();
  readonly flatten = new nn.Flatten();
  readonly dropout = new nn.Dropout(0.5);
  readonly classifier = new nn.Linear(64, 3);

  forward(x: nn.Tensor): nn.Tensor {
    const features = this.flatten.call(this.activation.call(this.convolution.call(x)));
    return this.classifier.call(this.dropout.call(features));
  }
}

async function train(
  model: nn.Module,
  options: TinyTrainingOptions,
  { epochs = 2, until = () => false }: { epochs?: number; until?: (event: TrainingEvent) => boolean } = {},
) {
  const steps: StepEvent[] = [];
  const states: TrainingState[] = [];
  const stop = new AbortController();
  await using trainer = await createTinyTrainer(model, options);
  trainer.observe((event) => {
    if (event.kind === 'step') steps.push(event);
    if (until(event)) stop.abort();
  });
  trainer.keepCheckpoints({ save: (state) => void states.push(state) });
  await trainer.train(epochs - (options.resumeFrom?.history.length ?? 0), { signal: stop.signal });
  return { steps, state: states[states.length - 1] };
}

describeEngines('a step of two batches', ({ name: engine, test }) => {
  const cases: Readonly<Record<string, () => Partial<TinyTrainingOptions> & { readonly model?: nn.Module }>> = {
    'of SGD, the last of 4 and 3 images': () => ({ trainImages: 23 }),
    'of AdamW, the last of 4 images and 1': () => ({
      trainImages: 21,
      optimizer: new AdamW({ learningRate: 0.01, epsilon: 1e-3 }),
    }),
    'whose last has one batch alone': () => ({ trainImages: 19 }),
    'with class weights': () => ({ loss: new CrossEntropyLoss({ classWeights }) }),
    'with label smoothing and clipping': () => ({ loss: new CrossEntropyLoss({ labelSmoothing: 0.1 }), clipNorm: 0.2 }),
    'with dropped values': () => ({ model: new DroppingNet() }),
  };
  for (const [name, options] of Object.entries(cases)) {
    test(`is the step of one large batch: ${name}`, async () => {
      const run = ({ model = new TinyNet(), ...more } = options(), shape = {}) =>
        train(model, { engine, ...more, ...shape });
      const whole = await run(options(), { batchSize: 8 });
      const parts = await run(options(), { batchSize: 4, accumulate: 2 });
      expect(parts.steps).toHaveLength(6);
      for (const [index, { step, epoch, images, loss, accuracy }] of whole.steps.entries()) {
        expect(parts.steps[index]).toMatchObject({ step, epoch, images, accuracy });
        expect(Math.abs(parts.steps[index].loss / loss - 1)).toBeLessThan(1e-5);
      }
      for (const [tensor, { data }] of whole.state.tensors) {
        expect(relativeL2(parts.state.tensors.get(tensor)?.data ?? [], data), tensor).toBeLessThan(1e-5);
      }
    });
  }

  test('goes on in the middle of an epoch to the bit, masks and all', async () => {
    const run = (more: Partial<TinyTrainingOptions> = {}, until?: (event: TrainingEvent) => boolean) => {
      const options = { engine, accumulate: 2, optimizer: new AdamW({ learningRate: 0.01 }), clipNorm: 0.3, ...more };
      return train(new DroppingNet(), options, until === undefined ? {} : { until });
    };
    const whole = await run();
    const first = await run({}, (event) => event.kind === 'step' && event.epoch === 2 && event.step === 2);
    expect(first.state.position).toEqual({ epoch: 2, step: 2 });
    const second = await run({ resumeFrom: first.state });
    const [uninterrupted, resumed] = [whole, second].map(({ state }) => encodeCheckpoint({ state, configuration: {} }));
    expect(Buffer.from(resumed).equals(Buffer.from(uninterrupted))).toBe(true);
  });
});

describeEngines('a training', ({ name: engine, test }) => {
  const { start, trainings } = recordedTrainings;
  for (const { name, classWeights: weights, labelSmoothing = 0, clipNorm, losses, after } of trainings) {
    for (const accumulate of [1, 2]) {
      test(`has PyTorch's losses and weights: ${name}, ${accumulate} a step`, async () => {
        const model = new TinyNet();
        for (const [parameter, { data }] of model.initialize(0).namedParameters()) data.set(start[parameter]);
        const loss = new CrossEntropyLoss({
          labelSmoothing,
          ...(weights === undefined ? {} : { classWeights: weights }),
        });
        const { steps, state } = await train(
          model,
          {
            engine,
            batchSize: 8 / accumulate,
            accumulate,
            shuffle: false,
            trainImages: 23,
            loss,
            optimizer: new SGD({ learningRate: 0.1, momentum: 0.9 }),
            schedule: constant(0.1),
            ...(clipNorm === undefined ? {} : { clipNorm }),
          },
          { epochs: 1 },
        );
        expect(steps).toHaveLength(losses.length);
        for (const [index, expected] of losses.entries()) {
          expect(Math.abs(steps[index].loss / expected - 1), `loss of step ${index + 1}`).toBeLessThan(1e-5);
        }
        for (const [parameter, values] of Object.entries(after)) {
          expect(relativeL2(state.tensors.get(parameter)?.data ?? [], values), parameter).toBeLessThan(1e-5);
        }
      });
    }
  }

  test('of another loss does not go on from a state', async () => {
    const { state } = await train(
      new TinyNet(),
      { engine, loss: new CrossEntropyLoss({ classWeights }) },
      { epochs: 1 },
    );
    const resume = (loss: CrossEntropyLoss) => train(new TinyNet(), { engine, resumeFrom: state, loss });
    await expect(resume(new CrossEntropyLoss())).rejects.toThrow(
      /loss was CrossEntropyLoss\(.*\[1,2\.5,0\.25\].* and is /,
    );
    await expect(resume(new CrossEntropyLoss({ classWeights, labelSmoothing: 0.1 }))).rejects.toThrow(
      '"labelSmoothing":0.1',
    );
    await resume(new CrossEntropyLoss({ classWeights }));
  });
});
