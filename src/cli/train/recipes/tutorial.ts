// What `googlenet train` does unless something else is asked for.
import { fits } from '../../../images/image-form.ts';
import type { Recipe, RecipeOptions } from './recipe.ts';

export const tutorial = {
  purpose: 'the tutorial, to the letter',
  measured: 'Fashion-MNIST: 90.54 % of the test images after 30 epochs (results/tutorial)',
  options: {
    model: 'googlenet',
    fit: fits[0],
    normalize: 'none',
    augment: 'none',
    epochs: 30,
    batchSize: 128,
    accumulate: 1,
    optimizer: 'sgd',
    lr: 0.005,
    momentum: 0,
    nesterov: false,
    weightDecay: 0,
    biasDecay: true,
    labelSmoothing: 0,
    schedule: 'constant',
    warmup: 0,
    precision: 'float32',
  },
} as const satisfies Recipe & { readonly options: RecipeOptions };
