import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { processContext } from './command-context.ts';
import { dataHost } from './open-data.ts';
import { proxySettings } from './proxy-settings.ts';
import { LiveLine } from './terminal/live-line.ts';
import { TextOutput } from './terminal/text-output.ts';

it.each([
  [{}, { http: '', https: '', except: '' }],
  [
    { HTTP_PROXY: 'a', HTTPS_PROXY: 'b', NO_PROXY: 'c' },
    { http: 'a', https: 'b', except: 'c' },
  ],
  [
    { HTTPS_PROXY: 'b', https_proxy: '' },
    { http: '', https: '', except: '' },
  ],
  [
    { http_proxy: 'small', HTTP_PROXY: 'large' },
    { http: 'small', https: '', except: '' },
  ],
])('the proxy of %j', (env, proxy) => {
  expect(proxySettings(env)).toEqual({ proxy });
});

it('is what commands get at datasets through', () => {
  const line = new LiveLine(new TextOutput(new PassThrough()));
  const context = { ...processContext(), env: { https_proxy: 'http://proxy.example:3128' } };
  const { proxy } = dataHost(context, { line, live: false, language: 'en' });
  expect(proxy?.https).toBe('http://proxy.example:3128');
});
