// What pictures show, with an exported model alone: `node examples/node-onnx/classify.mjs MODEL.onnx PICTURE…`. It needs
// onnxruntime-node and sharp, and nothing of googlenet.
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { preparePicture } from '../web/prepare-picture.mjs';
import { readMetadata } from '../web/read-metadata.mjs';

// Before the library loads, which otherwise sends telemetry.
process.env.ORT_DISABLE_TELEMETRY = '1';
const { InferenceSession, Tensor } = (await import('onnxruntime-node')).default;

const [model, ...pictures] = process.argv.slice(2);
if (pictures.length === 0) {
  console.error('which pictures? node examples/node-onnx/classify.mjs MODEL.onnx PICTURE…');
  process.exit(2);
}
const bytes = readFileSync(model);
const metadata = readMetadata(bytes);
const classes = JSON.parse(metadata.classes);
const session = await InferenceSession.create(bytes);
const size = Number(metadata.input_size);

for (const picture of pictures) {
  const decoded = sharp(picture).autoOrient().toColourspace('srgb').ensureAlpha().raw();
  const { data, info } = await decoded.toBuffer({ resolveWithObject: true });
  const prepared = preparePicture(metadata, { data, width: info.width, height: info.height });
  const shape = [1, prepared.length / size ** 2, size, size];
  const { logits } = await session.run({ input: new Tensor('float32', prepared, shape) });
  const probabilities = softmax([...logits.data]);
  const best = probabilities.indexOf(Math.max(...probabilities));
  console.log(`${picture}: ${classes[best]} ${(100 * probabilities[best]).toFixed(1)} %`);
}
await session.release();

function softmax(logits) {
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
