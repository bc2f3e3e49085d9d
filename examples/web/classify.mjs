// The page's script: takes a picture from the user and says what the network takes it for. Everything is computed here, in
// the browser; the picture goes nowhere.

import { preparePicture } from './prepare-picture.mjs';
import { readMetadata } from './read-metadata.mjs';
import { env, InferenceSession, Tensor } from './runtime/ort.wasm.min.mjs';

env.wasm.numThreads = 1;

const [input, picture, answers, status] = ['file', 'picture', 'answers', 'status'].map((id) =>
  document.getElementById(id),
);

const bytes = new Uint8Array(await (await fetch('model.onnx')).arrayBuffer());
const metadata = readMetadata(bytes);
const classes = JSON.parse(metadata.classes);
const session = await InferenceSession.create(bytes);
input.disabled = false;
status.textContent = `${classes.length} classes. Choose a picture.`;

input.addEventListener('change', async () => {
  const [file] = input.files;
  if (file === undefined) return;
  const pixels = await pixelsOf(file);
  const probabilities = await classify(pixels);
  const ranked = classes.map((name, label) => ({ name, probability: probabilities[label] }));
  ranked.sort((a, b) => b.probability - a.probability);
  answers.replaceChildren(
    ...ranked.slice(0, 5).map(({ name, probability }) => {
      const item = document.createElement('li');
      item.textContent = `${name} ${(100 * probability).toFixed(1)} %`;
      item.dataset.probability = String(probability);
      item.dataset.name = name;
      return item;
    }),
  );
  status.textContent = file.name;
});

/** Shows the picture, upright, and reads its pixels. */
async function pixelsOf(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image', premultiplyAlpha: 'none' });
  [picture.width, picture.height] = [bitmap.width, bitmap.height];
  const context = picture.getContext('2d', { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

async function classify(pixels) {
  const prepared = preparePicture(metadata, pixels);
  const size = Number(metadata.input_size);
  const shape = [1, prepared.length / size ** 2, size, size];
  const { logits } = await session.run({ input: new Tensor('float32', prepared, shape) });
  return softmax([...logits.data]);
}

function softmax(logits) {
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
