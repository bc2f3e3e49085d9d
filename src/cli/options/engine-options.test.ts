import { expect, it } from 'vitest';
import { DeviceLostError } from '../../errors/device-lost-error.ts';
import { engineOptions } from './engine-options.ts';

it.each([
  [
    { LANG: 'de_DE.UTF-8' },
    undefined,
    'error DEVICE_LOST: webgpu has not answered for 600 s: the driver of the GPU hangs · hint: see npx googlenet doctor',
  ],
  [{ LANG: 'zh_CN.UTF-8' }, undefined, /^错误 DEVICE_LOST：webgpu .*600 .* · 提示：/],
  [{ LANG: 'zh_CN.UTF-8' }, 'en', /^error DEVICE_LOST: /],
  [{}, 'zh', /^错误 DEVICE_LOST：/],
] as const)('a GPU that hangs is spoken of in the language of the user: %o, --lang %s', (env, lang, expected) => {
  const { describe } = engineOptions({ lang }, { env, program: 'npx googlenet', workingDirectory: '/' });
  const message = 'webgpu has not answered for 600 s: the driver of the GPU hangs';
  expect(describe?.(new DeviceLostError(message, { hint: 'see googlenet doctor' }))).toMatch(expected);
});
