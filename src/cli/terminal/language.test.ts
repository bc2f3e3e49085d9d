import { expect, it } from 'vitest';
import { localeLanguage } from './language.ts';

it.each([
  [{}, 'en'],
  [{ LANG: 'C.UTF-8' }, 'en'],
  [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
  [{ LANG: 'zh' }, 'zh'],
  [{ LANG: 'zha_XX' }, 'en'],
  [{ LANG: 'zh_CN.UTF-8', LC_MESSAGES: 'de_DE.UTF-8' }, 'en'],
  [{ LANG: 'de_DE', LC_MESSAGES: 'de_DE', LC_ALL: 'zh_TW' }, 'zh'],
  [{ LANG: 'zh_CN', LC_ALL: '' }, 'zh'],
])('%o speaks %s', (env, expected) => expect(localeLanguage(env)).toBe(expected));
