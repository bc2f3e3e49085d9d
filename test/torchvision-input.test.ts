// Pictures become the input of torchvision's networks as torchvision prepares them: its results are recorded in
// test/fixtures/torchvision-input by scripts/record-torchvision-input.py.
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodePicture } from '../src/data/decode-picture.ts';
import { describePreparation } from '../src/images/describe-preparation.ts';
import type { NetworkInput } from '../src/images/image-form.ts';
import { networkInputSchema } from '../src/images/network-input-schema.ts';
import { ImagePreparer } from '../src/images/prepare-images.ts';
import { torchvisionInput } from '../src/images/torchvision-input.ts';
import {
  recordedEvery,
  type TorchvisionCase,
  torchvisionCases,
  torchvisionPicture,
} from './support/torchvision-cases.ts';

async function prepare(input: NetworkInput, recorded: TorchvisionCase) {
  const { pixels } = await decodePicture(await torchvisionPicture(recorded), 'picture.png', { form: input.form });
  const prepared = new Float32Array(3 * 224 * 224);
  new ImagePreparer({ ...input.form, imageSize: 224, normalization: input }).prepareInto(pixels, 0, prepared, 0);
  return { pixels, sample: prepared.filter((_, at) => at % recordedEvery === 0) };
}

const largestDifference = (ours: Float32Array, theirs: readonly number[]) =>
  ours.reduce((most, value, at) => Math.max(most, Math.abs(value - theirs[at])), 0);

describe.each(torchvisionCases)('a picture of $rows×$columns', (recorded) => {
  it('has the pixels of torchvision, every one, and its numbers', async () => {
    const { pixels, sample } = await prepare(torchvisionInput({ transformInput: false }), recorded);
    expect(crc32(pixels)).toBe(recorded.crc32);
    expect(sample.length).toBe(recorded.normalised.length);
    expect(largestDifference(sample, recorded.normalised)).toBeLessThan(1e-6);
  });

  it("has the numbers of GoogLeNet's transform_input", async () => {
    const { sample } = await prepare(torchvisionInput({ transformInput: true }), recorded);
    expect(largestDifference(sample, recorded.transformed)).toBeLessThan(1e-6);
  });
});

describe('the input of torchvision in a file', () => {
  const input = torchvisionInput({ transformInput: true });

  it('keeps its shorter side, which has to hold the crop', () => {
    expect(networkInputSchema.parse(JSON.parse(JSON.stringify(input)))).toEqual(input);
    for (const form of [{ shorterSide: 223 }, { shorterSide: 0 }, { fit: 'pad' }]) {
      expect(networkInputSchema.safeParse({ ...input, form: { ...input.form, ...form } }).success).toBe(false);
    }
  });

  it('is described in words and in short', () => {
    const { preparation, ...values } = describePreparation(input);
    expect(values).toEqual({
      ...{ colours: 'RGB', ground: 'none', background: '255,255,255', invert: 'never', trim: 'false', fit: 'crop' },
      ...{ fit_size: '224,224', shorter_side: '256', resize: 'bilinear-antialias', input_size: '224', scale: '1/255' },
      ...{ mean: '0.5,0.5,0.5', std: '0.5,0.5,0.5' },
    });
    expect(preparation).toContain(
      'resize so that the shorter side is 256 and the longer floor(256 * longer / shorter), and take the middle of 224x224',
    );
  });
});
