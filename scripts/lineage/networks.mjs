// The networks that are compared, and what each is trained with: all alike, but for the peak of the learning rate.

/** By name: options of the network, and the rate around which its own is looked for. */
export const networks = {
  // Sigmoids pass small gradients: 190 steps taught it nothing with any rate (choose --epochs 10).
  lenet: { guess: 0.1 },
  alexnet: { guess: 0.03 },
  // 63 steps took 0.1, with which it diverged in its second epoch (choose --epochs 3).
  vgg11: { width: 0.25, guess: 0.032 },
  // Its logits are means of ReLUs, which large rates put out for good; 190 steps taught it nothing (choose --epochs 10).
  nin: { guess: 0.032 },
  googlenet: { guess: 0.01 },
  'googlenet-2014': { guess: 0.01 },
  // With batch normalisation, larger rates are borne.
  'googlenet-bn': { guess: 0.03 },
  resnet18: { guess: 0.03 },
};

/** Options of `googlenet train`, by their names in config.json. */
export const recipe = { imageSize: 96, batchSize: 128, momentum: 0.9, schedule: 'one-cycle', seed: 0 };

export const epochs = 3;

/** What tells the network of a row from others of its name. */
export function modelOptions(name) {
  const { width } = networks[name];
  return width === undefined ? {} : { width };
}
