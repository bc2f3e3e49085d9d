import { truncateSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { beatsOf } from '../../test/support/metronome.ts';
import { script, servedStudio } from '../../test/support/served-studio.ts';
import { encodeSafetensors } from '../formats/safetensors/encode.ts';

const { directory, run, open, ask, json, opened, itHasFailedNowhere } = servedStudio();

describe('the page', () => {
  it.each([
    '/',
    '/index.html',
    '/runs/a',
    '/compare?run=a',
    '/playground',
    '/runs/a/../../x',
    '/%2e%2e/secret',
    '/.git',
  ])('is what %s answers', async (path) => {
    const { status, headers, body } = await ask(path);
    expect(status).toBe(200);
    expect(body.toString()).toContain('<title>page</title>');
    expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
  });

  it('has files by the hash in their names, which are kept for ever, and others, which are not', async () => {
    const { headers, body } = await ask('/assets/index-abc.js');
    expect(body.toString()).toBe(script);
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'content-length': String(script.length),
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect((await ask('/icon.svg')).headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'cache-control': 'no-cache',
    });
    expect(await ask('/assets/worker.wasm')).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/wasm' },
    });
    expect((await ask('/assets/gone.js')).status).toBe(404);
    expect((await ask('/assets/')).status).toBe(404);
  });

  it('forbids the browser what the page does not need, in every answer', async () => {
    const sent = [
      { path: '/' },
      { path: '/api/none' },
      { path: '/', method: 'PUT' },
      { path: '/api/events', method: 'HEAD' },
      { path: '/', headers: { host: 'evil.example' } },
      { path: '/', headers: { host: 'no host' } },
      { path: '*' },
      { path: '/runs\\a' },
    ];
    for (const { path, ...rest } of sent) {
      const { headers } = await ask(path, rest);
      expect(headers).toMatchObject({
        'content-security-policy': expect.stringMatching(
          /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; .*base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
        ),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  it('answers HEAD with the same and without a body', async () => {
    const { status, headers, body } = await ask('/assets/index-abc.js', { method: 'HEAD' });
    expect([status, headers['content-length'], body.length]).toEqual([200, String(script.length), 0]);
  });

  it('is for this machine’s own names, and for reading alone', async () => {
    expect(await json('/', { headers: { host: 'evil.example' } })).toMatchObject({
      status: 403,
      value: { code: 'FORBIDDEN' },
    });
    const refused = await ask('/', { method: 'DELETE' });
    expect([refused.status, refused.headers.allow]).toEqual([405, 'GET, HEAD']);
    const origin = { origin: 'http://evil.example' };
    for (const path of [
      '/api/runs/a',
      '/api/events',
      '/api/runs/a/files/config.json',
      '/%61pi/runs/a',
      '/a%70i/events',
    ]) {
      expect(await json(path, { headers: origin })).toMatchObject({ status: 403, value: { code: 'FORBIDDEN' } });
    }
    // What is not /api for the guard is it for nobody.
    for (const path of [
      '//api/runs/a',
      '/API/runs/a',
      '/api;/runs/a',
      '/%2561pi/runs/a',
      '/api%2fruns/a',
      '/api%5cruns/a',
    ]) {
      expect((await ask(path, { headers: origin })).body.toString()).toContain('<title>page</title>');
    }
  });

  it('answers a Failure to a request that makes no sense', async () => {
    for (const sent of [
      { headers: { host: 'no host' } },
      { headers: { host: '127.999.1.1' } },
      { path: '*' },
      { path: '/runs\\..\\..\\secret' },
    ]) {
      const { path = '/', ...rest } = sent as { path?: string };
      expect(await json(path, rest)).toMatchObject({ status: 400, value: { code: 'BAD_REQUEST' } });
    }
  });
});

describe('openStudio', () => {
  it('tells the page how the program is called, and says so in hints', async () => {
    const to = await open({ program: 'npx googlenet' });
    const headers = { host: `127.0.0.1:${to.port}`, origin: `http://127.0.0.1:${to.port}` };
    expect((await json('/api/studio', { to })).value).toMatchObject({ program: 'npx googlenet' });
    const body = Buffer.from(encodeSafetensors(new Map()));
    const { value } = await json('/api/runs/a/picture', { to, method: 'POST', headers, body });
    expect(value.hint).toContain('npx googlenet predict takes them first');
    await to.close();
  });

  it('refuses what cannot work', async () => {
    await expect(open({ directory: join(run, 'config.json') })).rejects.toThrow(/config.json' is not a folder/);
    await expect(open({ port: 65_536 })).rejects.toThrow(/^port is 65536, expected a whole number from 0 to 65535/);
    await expect(open({ pageDirectory: directory })).rejects.toThrow(
      /the page is not built: .* hint: run `npm run build`/,
    );
    await expect(open({ port: opened().port })).rejects.toThrow(/^port \d+ of 127\.0\.0\.1 is in use/);
    await expect(open({ host: '203.0.113.9' })).rejects.toThrow(/^cannot listen on 203\.0\.113\.9, port 0: /);
  });

  it('says whether other machines reach it', async () => {
    expect(opened().isLoopback).toBe(true);
    const everywhere = await open({ host: '0.0.0.0' });
    expect([everywhere.isLoopback, everywhere.url]).toEqual([false, `http://localhost:${everywhere.port}/`]);
    const statusAs = async (host: string, to = everywhere) => (await ask('/', { to, headers: { host } })).status;
    expect(await statusAs(`${hostname()}:${everywhere.port}`)).toBe(200);
    expect(await statusAs(`127.0.0.1:${everywhere.port}`)).toBe(200);
    expect(await statusAs(`evil.example:${everywhere.port}`)).toBe(403);
    await everywhere.close();
  });

  it('answers to the names that it is given', async () => {
    const named = await open({ allowedHosts: ['studio.example'] });
    const origin = 'https://studio.example';
    expect((await ask('/api/runs/a', { to: named, headers: { host: 'studio.example', origin } })).status).toBe(200);
    expect((await ask('/api/runs/a', { to: named, headers: { host: 'evil.example' } })).status).toBe(403);
    await named.close();
    await expect(open({ allowedHosts: ['a b'] })).rejects.toThrow(/^allowedHosts: 'a b' is not a name of a host/);
  });

  it('is not harmed by a file that becomes shorter while it is sent', async () => {
    const file = join(run, 'large.bin');
    writeFileSync(file, Buffer.alloc(64 * 2 ** 20));
    const broken = new Promise<string>((done) => {
      const asked = request(
        { host: '127.0.0.1', port: opened().port, path: '/api/runs/a/files/large.bin' },
        (answer) => {
          answer.once('close', () => done(answer.complete ? 'whole' : 'broken off'));
          answer.once('error', () => {});
          truncateSync(file, 10);
          answer.resume();
        },
      );
      asked.end();
    });
    // At once: an idle connection would be cut after five seconds anyway.
    expect(await beatsOf(async () => expect(await broken).toBe('broken off'))).toBeLessThan(3000);
    expect((await ask('/')).status).toBe(200);
  });
});

itHasFailedNowhere();
