import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { drawParityWeights } from '../../../test/support/parity-fixtures.ts';
import { encodeSafetensors, float32Tensors, writeSafetensors } from '../../formats/safetensors.ts';
import { GoogLeNet } from '../../models/googlenet.ts';
import type { RunModel } from '../protocol.ts';
import { RequestFailure } from './failure.ts';
import { answerOnnx, answerRunModel } from './run-model.ts';

let folder = '';
const best = () => join(folder, 'weights/best.safetensors');
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-model-'));
  mkdirSync(join(folder, 'weights'));
  const model = new GoogLeNet();
  drawParityWeights(model);
  writeSafetensors(best(), float32Tensors(model.stateDict()));
  writeFileSync(join(folder, 'weights/last.safetensors'), 'damaged');
  const options = { imageSize: { value: 64, source: 'command line' } };
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ version: 1, model: 'GoogLeNet', options }));
});
afterAll(() => rmSync(folder, { recursive: true }));

const failureOf = (answer: Promise<Response>) =>
  answer.then(
    () => undefined,
    (error: unknown) => (error instanceof RequestFailure ? [error.status, error.failure] : error),
  );

it('says what a model is like, and gives one that hands out each block and path', async () => {
  const facts: RunModel = await (await answerRunModel('a', folder, undefined)).json();
  expect(facts).toMatchObject({ weights: 'best', imageSize: 64 });
  expect(facts.classNames).toHaveLength(10);
  expect(facts.blocks).toHaveLength(9);

  const answer = await answerOnnx('a', folder, 'best', undefined);
  expect(Number(answer.headers.get('Content-Length')) / facts.bytes).toBeCloseTo(1, 2);
  const session = await InferenceSession.create(await answer.bytes(), { logSeverityLevel: 3 });
  const results = await session.run({
    input: new Tensor('float32', new Float32Array(2 * 64 * 64).fill(0.5), [2, 1, 64, 64]),
  });
  await session.release();
  expect(results.logits.dims).toEqual([2, 10]);
  for (const { path, shape, paths } of facts.blocks) {
    for (const output of [{ path, shape }, ...paths]) expect(results[output.path].dims).toEqual([2, ...output.shape]);
  }
});

it('sends no model again that did not change', async () => {
  const tag = (await answerOnnx('a', folder, 'best', undefined)).headers.get('ETag') ?? '';
  expect((await answerOnnx('a', folder, 'best', tag)).status).toBe(304);
  utimesSync(best(), 1, 1);
  expect((await answerOnnx('a', folder, 'best', tag)).status).toBe(200);
});

it('says why there is none', async () => {
  expect(await failureOf(answerOnnx('a', folder, 'other', undefined))).toEqual([
    400,
    { code: 'INVALID_REQUEST', message: "weights is 'other', expected best or last" },
  ]);
  expect(await failureOf(answerOnnx('a', folder, 'last', undefined))).toEqual([
    422,
    expect.objectContaining({ code: 'INVALID_FILE', message: expect.stringMatching(/^weights\/last\.safetensors: /) }),
  ]);
  const empty = join(folder, 'weights');
  expect(await failureOf(answerRunModel('b', empty, undefined))).toEqual([
    404,
    { code: 'WEIGHTS_NOT_FOUND', message: "run 'b' has no weights", hint: 'they are there after its first epoch' },
  ]);
  const other = join(folder, 'other/weights');
  mkdirSync(other, { recursive: true });
  writeFileSync(join(other, 'best.safetensors'), encodeSafetensors(new Map()));
  expect(await failureOf(answerOnnx('c', join(folder, 'other'), 'best', undefined))).toEqual([
    422,
    expect.objectContaining({ code: expect.stringMatching(/STATE_DICT/) }),
  ]);
});
