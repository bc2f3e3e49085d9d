// What `googlenet train --data` does: something is learned from a few hundred pictures.
import type { Recipe } from './recipe.ts';

export const ownImages = {
  purpose: 'a few hundred pictures of your own or more; the default with --data',
  measured: 'nine classes of emoji, 1,524 pictures: 76.44 % of 382 others (results/emoji)',
  // How many epochs they take depends on how many there are: see train-defaults.ts.
  options: {
    model: 'googlenet-bn',
    imageSize: 96,
    fit: 'crop',
    normalize: 'dataset',
    augment: 'basic',
    batchSize: 32,
    lr: 0.01,
    momentum: 0.9,
    nesterov: true,
    schedule: 'one-cycle',
  },
} as const satisfies Recipe;
