import { describe, expect, it } from 'vitest';
import { OptionError } from '../../errors/option-error.ts';
import { RequestFailure } from './failure.ts';
import { type BoundAddress, isLoopback, OwnHosts } from './own-hosts.ts';
import { requireAllowed } from './request-guard.ts';

const local = { address: '127.0.0.1', port: 4000 };
const open = { address: '0.0.0.0', port: 4000 };

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @returns 200, or the status of the refusal */
function statusOf(
  { method = 'GET', path = '/api/runs/a/dataset', headers = {} }: Asked,
  bound: BoundAddress = local,
  allowed: readonly string[] = [],
): number {
  const sent: Readonly<Record<string, string>> = { host: '127.0.0.1:4000', ...headers };
  const outside = () => ['laptop', 'laptop.local', '192.168.1.7', 'fd00::7'];
  const own = new OwnHosts({ bound: () => bound, allowed, outside });
  try {
    requireAllowed({ method, path, header: (name) => sent[name] }, own);
    return 200;
  } catch (error) {
    return error instanceof RequestFailure ? error.status : 0;
  }
}

describe('requireAllowed', () => {
  it.each([
    ['127.0.0.1:4000', 200],
    ['localhost:4000', 200],
    ['LOCALHOST:4000', 200],
    ['127.1.2.3:4000', 200],
    ['[::1]:4000', 200],
    ['127.0.0.1:4001', 403],
    ['127.0.0.1', 403],
    ['localhost', 403],
    ['evil.example:4000', 403],
    ['evil.example', 403],
    ['localhost.evil.example:4000', 403],
    ['127.0.0.1.evil.example:4000', 403],
    ['localhost.:4000', 200],
    ['127.0.0.1.:4000', 200],
    ['127.1:4000', 200],
    ['[0:0::1]:4000', 200],
    ['[::ffff:127.0.0.1]:4000', 200],
    ['xlocalhost:4000', 403],
    ['localhost..:4000', 403],
    ['a.localhost:4000', 403],
    ['128.0.0.1:4000', 403],
    ['127.999.1.1:4000', 400],
    ['127.0.0.1.1:4000', 400],
    ['evil.example#127.0.0.1:4000', 400],
    ['evil.example/127.0.0.1:4000', 400],
    ['evil.example?127.0.0.1:4000', 400],
    ['evil.example\\127.0.0.1:4000', 400],
    ['localhost@evil.example:4000', 400],
    ['localhost:4000:4000', 400],
    ['localhost:', 400],
    ['localhost:99999', 400],
    ['localhost:4000 ', 400],
    ['localhost,evil.example:4000', 400],
    ['localhost%2eevil.example:4000', 400],
    ['[::1:4000', 400],
    ['[1::2::3]:4000', 400],
    ['::1', 400],
    [':4000', 400],
    ['\u00aa:4000', 400],
    ['192.168.1.2:4000', 403],
    ['[::2]:4000', 403],
    ['', 400],
  ])('bound to this machine, answers host %j with %i', (host, status) => {
    expect(statusOf({ headers: { host } })).toBe(status);
    expect(statusOf({ path: '/', headers: { host } })).toBe(status);
  });

  it('knows that port 80 is not said', () => {
    expect(statusOf({ headers: { host: 'localhost' } }, { ...local, port: 80 })).toBe(200);
  });

  it.each([
    ['localhost:4000', 200],
    ['192.168.1.7:4000', 200],
    ['LAPTOP:4000', 200],
    ['laptop.local.:4000', 200],
    ['[fd00:0::7]:4000', 200],
    ['192.168.1.7', 403],
    ['192.168.1.8:4000', 403],
    ['evil.example:4000', 403],
    ['laptop.evil.example:4000', 403],
  ])('opened for other machines, answers host %j with %i', (host, status) => {
    expect(statusOf({ headers: { host } }, open)).toBe(status);
    expect(statusOf({ headers: { host } }, { ...open, address: '::' })).toBe(status);
  });

  it.each([
    ['studio.example', 'https://studio.example', 200],
    ['studio.example:8443', 'https://studio.example:8443', 200],
    ['Studio.Example.', 'http://studio.example', 200],
    ['[fd00::9]', 'https://[fd00::9]', 200],
    // A proxy that hands on the address behind it.
    ['127.0.0.1:4000', 'https://studio.example', 200],
    ['studio.example', 'https://evil.example', 403],
    ['studio.example', 'null', 403],
    ['studio.example', 'ftp://studio.example', 403],
    ['studio.example', 'https://studio.example/', 403],
    ['studio.example', 'https://a.studio.example', 403],
    ['a.studio.example', 'https://a.studio.example', 403],
    ['127.0.0.1:4000', 'https://127.0.0.1:4000', 403],
  ])('behind studio.example, answers host %j and origin %j with %i', (host, origin, status) => {
    for (const bound of [local, open]) {
      const allowed = ['STUDIO.example', 'fd00::9'];
      expect(statusOf({ method: 'POST', path: '/api/runs/a/picture', headers: { host, origin } }, bound, allowed)).toBe(
        status,
      );
    }
  });

  it.each(['', 'https://studio.example', 'studio.example:80', 'a b', '*.example'])('allows no name %j', (name) => {
    expect(() => statusOf({}, local, [name])).toThrow(OptionError);
  });

  it.each([
    ['GET', '/', 200],
    ['HEAD', '/', 200],
    ['POST', '/', 405],
    ['PUT', '/api/runs/a', 405],
    ['DELETE', '/api/runs/a', 405],
    ['OPTIONS', '/api/runs/a', 405],
    ['TRACE', '/', 405],
    ['GET', '/api/runs/a/picture', 405],
    ['GET', '/api/runs/a/delete', 405],
    ['POST', '/api/runs/a/delete', 200],
    ['POST', '/api/runs/a/files/delete', 405],
    ['POST', '/api/runs/delete', 405],
  ])('answers %s %s with %i', (method, path, status) => {
    expect(statusOf({ method, path, headers: { origin: 'http://127.0.0.1:4000' } })).toBe(status);
  });

  it.each([
    [{}, 403],
    [{ origin: 'http://127.0.0.1:4000' }, 200],
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{ 'sec-fetch-site': 'none' }, 403],
    [{ 'sec-fetch-site': 'cross-site', origin: 'http://127.0.0.1:4000' }, 403],
    [{ 'sec-fetch-site': 'same-origin', origin: 'http://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'http://127.0.0.1:4001' }, 403],
    [{ origin: 'https://127.0.0.1:4000' }, 403],
  ])('answers a picture sent with %j with %i', (headers, status) => {
    expect(statusOf({ method: 'POST', path: '/api/runs/a/picture', headers })).toBe(status);
  });

  it.each([
    ['none', 200],
    ['same-origin', 200],
    ['same-site', 403],
    ['cross-site', 403],
  ])('answers what a browser asks %s with %i', (site, status) => {
    expect(statusOf({ headers: { 'sec-fetch-site': site } })).toBe(status);
    // A link to the page may be anywhere.
    expect(statusOf({ path: '/runs/a', headers: { 'sec-fetch-site': site } })).toBe(200);
  });
});

it.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.168.1.2', false],
])('isLoopback(%j) is %s', (address, expected) => {
  expect(isLoopback(address)).toBe(expected);
});
