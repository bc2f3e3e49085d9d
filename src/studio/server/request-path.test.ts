import { expect, it } from 'vitest';
import { requestPath } from './request-path.ts';

it.each([
  ['http://localhost:4000/api/runs/a?x=/y', '/api/runs/a'],
  ['http://localhost:4000', '/'],
  ['http://127.999.1.1/api', '/api'],
  ['http://localhost/%61pi/p%69cture', '/api/picture'],
  ['http://localhost/%41pi', '/Api'],
  ['http://localhost/%2561pi', '/%2561pi'],
  ['http://localhost//api', '//api'],
  ['http://localhost//evil.example/api', '//evil.example/api'],
  ['http://localhost/%2fapi', '/%2Fapi'],
  ['http://localhost/api%2fruns', '/api%2Fruns'],
  ['http://localhost/api%5cruns', '/api%5Cruns'],
  ['http://localhost/api;x/runs', '/api%3Bx/runs'],
  ['http://localhost/x/%2e%2E/api/./runs', '/api/runs'],
  ['http://localhost/x/..%2fapi', '/x/..%2Fapi'],
  ['http://localhost/api%00/runs', '/api%00/runs'],
  ['http://localhost/api/%E5%90%8D 1', '/api/%E5%90%8D%201'],
  ['http://localhost/%', '/%25'],
  ['http://localhost/%E0%A4/a', '/%25E0%25A4/a'],
])('of %j is %j', (url, path) => {
  expect(requestPath(url)).toBe(path);
});
