// More accuracy than the tutorial's, in a third of its computation: images of half the size, shifted a little and mirrored.
import type { Recipe } from './recipe.ts';

export const best = {
  purpose: "more accuracy on Fashion-MNIST in a third of the tutorial's computation",
  measured: 'Fashion-MNIST: 93.50 % of the test images (results/best)',
  options: {
    imageSize: 48,
    normalize: 'dataset',
    augment: 'mild',
    epochs: 40,
    batchSize: 64,
    lr: 0.03,
    momentum: 0.9,
    nesterov: true,
    weightDecay: 5e-4,
    clipNorm: 2,
    labelSmoothing: 0.1,
    schedule: 'one-cycle',
    precision: 'auto',
  },
} as const satisfies Recipe;
