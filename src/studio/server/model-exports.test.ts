import { mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { drawParityWeights } from '../../../test/support/parity-fixtures.ts';
import { loadRuntime } from '../../engines/onnxruntime/load-runtime.ts';
import { encodeSafetensors, float32Tensors, writeSafetensors } from '../../formats/safetensors.ts';
import { GoogLeNet } from '../../models/googlenet.ts';
import { checked, faultOf } from '../checked.ts';
import { weightsShape } from '../protocol-shapes.ts';
import { RequestFailure } from './failure.ts';
import { ModelExports } from './model-exports.ts';

const { InferenceSession, Tensor } = await loadRuntime();

let folder = '';
const exports = new ModelExports();
const best = () => join(folder, 'weights/best.safetensors');
const failureOf = async (work: () => unknown) => {
  try {
    return await work();
  } catch (error) {
    return error instanceof RequestFailure ? [error.status, error.failure.code, error.failure.message] : error;
  }
};

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'model-exports-')));
  mkdirSync(join(folder, 'weights'));
  const model = new GoogLeNet();
  drawParityWeights(model);
  writeSafetensors(best(), float32Tensors(model.stateDict()));
  writeFileSync(join(folder, 'weights/last.safetensors'), 'damaged');
  const options = { imageSize: { value: 64, source: 'command line' } };
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ version: 1, model: 'GoogLeNet', options }));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('describes a model, and exports it with what each block and path returns', async () => {
  const facts = await exports.describe(folder, undefined);
  const { tag, bytes } = await exports.find(folder, undefined);
  expect(facts).toMatchObject({ weights: 'best', input: { shape: [1, 64, 64] }, version: tag });
  expect(facts.classNames).toHaveLength(10);
  expect(facts.blocks).toHaveLength(9);
  expect(bytes().length / facts.bytes).toBeCloseTo(1, 2);

  const session = await InferenceSession.create(bytes(), { logSeverityLevel: 3 });
  const input = new Tensor('float32', new Float32Array(2 * 64 * 64).fill(0.5), [2, 1, 64, 64]);
  const results = await session.run({ input });
  await session.release();
  expect(results.logits.dims).toEqual([2, 10]);
  for (const { path, shape, paths } of facts.blocks) {
    for (const output of [{ path, shape }, ...paths]) expect(results[output.path].dims).toEqual([2, ...output.shape]);
  }
});

it('summarises the weights, in little', async () => {
  const { weights, tensors, filters } = checked(weightsShape, await exports.summary(folder, undefined));
  expect([weights, tensors.length, filters.length]).toEqual(['best', 116, 3]);
  expect(tensors[0]).toMatchObject({ name: 'model.0.weight', shape: filters[0].shape });
  expect(JSON.stringify({ tensors, filters }).length).toBeLessThan(100_000);
  const damaged = [422, 'INVALID_FILE', expect.stringMatching(/^weights\/last\.safetensors: /)];
  expect(await failureOf(() => exports.summary(folder, 'last'))).toEqual(damaged);
  expect(faultOf(weightsShape, { weights, tensors, filters: [{ ...filters[0], levels: 'AAAA' }] })).toMatchObject({
    path: ['filters', 0, 'levels'],
  });
});

it('has another tag, and exports again, where the weights are others', async () => {
  const before = await exports.find(folder, 'best');
  expect((await exports.find(folder, 'best')).tag).toBe(before.tag);
  // Compared here: vitest would look at every byte.
  expect((await exports.find(folder, 'best')).bytes() === before.bytes()).toBe(true);
  utimesSync(best(), 1, 1);
  const after = await exports.find(folder, 'best');
  expect(after.tag).not.toBe(before.tag);
  expect(after.bytes() === before.bytes()).toBe(false);
});

it('says why there is none', async () => {
  expect(await failureOf(() => exports.find(folder, 'other'))).toEqual([400, 'BAD_REQUEST', "weights is 'other'"]);
  const missing = [404, 'NOT_FOUND', expect.stringContaining('after its first epoch')];
  expect(await failureOf(() => exports.describe(join(folder, 'weights'), undefined))).toEqual(missing);
  const damaged = [422, 'INVALID_FILE', expect.stringMatching(/^weights\/last\.safetensors: /)];
  expect(await failureOf(async () => (await exports.find(folder, 'last')).bytes())).toEqual(damaged);

  const other = join(folder, 'other');
  mkdirSync(join(other, 'weights'), { recursive: true });
  writeFileSync(join(other, 'weights/best.safetensors'), encodeSafetensors(new Map()));
  const unfitting = [422, expect.stringMatching(/STATE_DICT/), expect.stringContaining('116 missing')];
  expect(await failureOf(async () => (await exports.find(other, 'best')).bytes())).toEqual(unfitting);
});
