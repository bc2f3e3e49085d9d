// What /api answers, but for its events.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { beatsOf } from '../../../test/support/metronome.ts';
import { temporaryRuns, writeJson, writeRun } from '../../../test/support/run-files.ts';
import { loadTestImages, type Sent, servedStudio } from '../../../test/support/served-studio.ts';
import { DataError } from '../../errors/data-error.ts';
import type { Studio } from '../open-studio.ts';

const { directory, run, open, ask, json, opened, ownOrigin, itHasFailedNowhere } = servedStudio();

describe('/api', () => {
  it('answers a Failure where there is nothing', async () => {
    for (const path of ['/api/', '/api/none', '/api/runs', '/api/runs/a/none', '/api/networks/none']) {
      expect(await json(path)).toMatchObject({ status: 404, value: { code: 'NOT_FOUND' } });
    }
    for (const id of ['none', '..', '%2e%2e', '.hidden', 'a%2f..', 'a%00', '%E0%A4']) {
      const { status, value } = await json(`/api/runs/${id}`);
      expect([status, id.startsWith('.') || id === '%2e%2e' ? 'any' : value.code]).toEqual([
        404,
        id.startsWith('.') || id === '%2e%2e' ? 'any' : 'RUN_NOT_FOUND',
      ]);
    }
  });

  it('gives the details of a run, and null for what is missing or damaged', async () => {
    writeFileSync(join(run, 'summary.txt'), 'the layers\n');
    writeFileSync(join(run, 'evaluation.json'), '{"accuracy":');
    const { value } = await json('/api/runs/a');
    expect(value).toMatchObject({
      id: 'a',
      config: { model: 'GoogLeNet' },
      environment: { engine: 'onednn' },
      evaluation: null,
      summary: 'the layers\n',
      faults: { 'evaluation.json': expect.stringContaining('JSON') },
      weights: [],
      hasReport: false,
    });
    expect((await json(`/api/runs/${encodeURIComponent('名 1')}`)).value.id).toBe('名 1');
  });

  it('gives the options of all runs, and leaves out what cannot be read or is no value', async () => {
    const runs = temporaryRuns();
    writeRun(runs, 'rate', { options: { lr: 0.1, data: 'x'.repeat(300), odd: { a: 1 } } });
    writeFileSync(join(writeRun(runs, 'broken').path, 'config.json'), '{');
    truncateSync(join(writeRun(runs, 'long').path, 'config.json'), 2 ** 33);
    const studio = await open({ directory: runs });
    const { status, value } = await json('/api/options', { to: studio });
    expect(status).toBe(200);
    const options = { epochs: 3, batchSize: 64, imageSize: 28, lr: 0.1, data: 'x'.repeat(200) };
    expect(value).toEqual([{ id: 'rate', options }]);
    await studio.close();
    rmSync(runs, { recursive: true });
  });

  it('says what is wrong with a file of any form and size, and shows the others', async () => {
    const { path: odd } = writeRun(directory, 'odd');
    writeFileSync(join(odd, 'config.json'), `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`);
    writeFileSync(join(odd, 'environment.json'), '[]');
    writeFileSync(join(odd, 'evaluation.json'), '{}');
    writeFileSync(join(odd, 'summary.txt'), '');
    truncateSync(join(odd, 'summary.txt'), 2 ** 33);
    const { status, value } = await json('/api/runs/odd');
    expect(status).toBe(200);
    expect(value).toMatchObject({ config: null, environment: null, evaluation: null, summary: null });
    expect(value.faults).toEqual({
      'config.json': 'is more than 32 levels deep',
      'environment.json': 'expected an object, found a list of 0',
      'evaluation.json': 'version: expected 1, found nothing',
      'summary.txt': 'it has 8589934592 bytes, at most 2097152 are read',
    });
    truncateSync(join(odd, 'config.json'), 2 ** 33);
    mkdirSync(join(odd, 'weights'));
    writeFileSync(join(odd, 'weights', 'last.safetensors'), '');
    for (const path of ['model', 'model.onnx']) {
      expect(await json(`/api/runs/odd/${path}`)).toMatchObject({ status: 422, value: { code: 'RUN_FOLDER' } });
    }
    rmSync(odd, { recursive: true });
  });

  it('gives the files of a run, and nothing else', async () => {
    writeFileSync(join(run, 'run.lock'), '{}');
    mkdirSync(join(run, 'checkpoints'), { recursive: true });
    writeFileSync(join(run, 'checkpoints', 'x'), '');
    writeFileSync(join(directory, 'secret'), 'secret');
    writeFileSync(join(run, '.hidden'), '');
    for (const [link, target] of [
      ['link', join(directory, 'secret')],
      ['up', directory],
      ['to-lock', 'run.lock'],
      ['to-checkpoints', 'checkpoints'],
      ['to-hidden', '.hidden'],
    ]) {
      symlinkSync(target, join(run, link));
    }
    expect((await ask('/api/runs/a/files/config.json')).body).toEqual(readFileSync(join(run, 'config.json')));
    const refused = [
      '',
      '../secret',
      '%2e%2e/secret',
      '..%2fsecret',
      '%252e%252e%252fsecret',
      '..%5csecret',
      '/etc/passwd',
    ];
    const linked = ['link', 'up/secret', 'to-lock', 'to-checkpoints/x', 'to-hidden'];
    const forTraining = ['run.lock', 'run%2elock', '%72un.lock', 'checkpoints/x', '%63heckpoints/x', '/checkpoints/x'];
    for (const path of [...refused, ...linked, ...forTraining, '.hidden', '%2ehidden', 'none', '%00', '%']) {
      expect([path, (await ask(`/api/runs/a/files/${path}`)).status]).toEqual([path, 404]);
    }
    expect((await ask('/api/runs/a/files/..\\secret')).status).toBe(400);
  });

  it('says nowhere in a failure where the runs lie', async () => {
    const link = join(mkdtempSync(join(tmpdir(), 'googlenet-link-')), 'runs');
    symlinkSync(directory, link);
    const { path: damaged } = writeRun(directory, 'damaged');
    mkdirSync(join(damaged, 'weights'));
    writeFileSync(join(damaged, 'weights', 'best.safetensors'), 'damaged');
    const linked = await open({ directory: link });
    const ask422 = async (to: Studio, path: string) => {
      const { status, value } = await json(`/api/runs/damaged/${path}`, { to });
      return [status, value.message];
    };
    for (const to of [opened(), linked]) {
      const message = expect.stringMatching(/^weights\/best\.safetensors: /);
      expect(await ask422(to, 'model.onnx')).toEqual([422, message]);
    }
    writeFileSync(join(damaged, 'config.json'), '{');
    for (const to of [opened(), linked]) {
      expect(await ask422(to, 'model')).toEqual([422, expect.stringMatching(/^config\.json: cannot be read: /)]);
    }
    await linked.close();
    rmSync(damaged, { recursive: true });
  });

  it('gives a report its own style, and runs nothing in it', async () => {
    writeFileSync(join(run, 'report.html'), '<style>p{}</style><style>b{}</style><p style="color:red">');
    const { headers } = await ask('/api/runs/a/files/report.html');
    const [first, second] = ['p{}', 'b{}'].map((style) => createHash('sha256').update(style).digest('base64'));
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'sha256-${first}' 'sha256-${second}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox`,
    );
    expect((await ask('/api/runs/a/files/config.json')).headers['content-security-policy']).toContain('sandbox');
  });

  it('takes no longer for a report of nothing but the beginnings of styles', async () => {
    writeFileSync(join(run, 'hostile.html'), '<style>'.repeat(1_000_000));
    writeFileSync(join(run, 'many.html'), '<style></style>'.repeat(100_000));
    const before = process.cpuUsage();
    for (const name of ['hostile', 'many']) {
      const { status, headers } = await ask(`/api/runs/a/files/${name}.html`);
      expect([status, headers['content-security-policy']]).toEqual([200, expect.stringContaining("style-src 'none'")]);
    }
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2000);
  });

  it('gives test images with their labels', async () => {
    expect((await json('/api/runs/a/dataset')).value).toEqual({
      name: 'made-up/test',
      count: 3,
      channels: 1,
      rows: 2,
      columns: 2,
      classNames: [...'abcdefghij'],
    });
    expect([...(await ask('/api/runs/a/images?index=2&index=0')).body]).toEqual([
      9, 0, 0, 0, 8, 9, 10, 11, 7, 0, 0, 0, 0, 1, 2, 3,
    ]);
    for (const query of ['', '?index=3', '?index=-1', '?index=1e9', '?index=x', `?${'index=0&'.repeat(1001)}`]) {
      expect((await json(`/api/runs/a/images${query}`)).status).toBe(400);
    }
  });

  it('says why there are no test images, and tries again', async () => {
    let tries = 0;
    const poor = await open({
      loadTestImages: () => {
        if (++tries === 1) throw new DataError('nowhere', { hint: 'look elsewhere' });
        return loadTestImages();
      },
    });
    expect(await json('/api/runs/a/dataset', { to: poor })).toEqual({
      status: 503,
      value: { code: 'INVALID_DATA', message: 'nowhere', hint: 'look elsewhere' },
    });
    expect((await json('/api/runs/a/dataset', { to: poor })).status).toBe(200);
    await Promise.all([1, 2, 3].map(() => json('/api/runs/a/dataset', { to: poor })));
    expect(tries).toBe(2);
    await poor.close();
  });

  it('makes a picture an image, and says what is wrong with one that is none', async () => {
    const pixels = Buffer.from(Uint8Array.from({ length: 784 }, (_, pixel) => pixel % 256));
    const body = await sharp(pixels, { raw: { width: 28, height: 28, channels: 1 } })
      .png()
      .toBuffer();
    const post = (sent: Sent, path = '/api/runs/a/picture') =>
      ask(path, { method: 'POST', headers: ownOrigin(), ...sent });
    const answers = async (query: string, inverted: number, image: Buffer | Uint8Array) => {
      const { body: answer } = await post({ body }, `/api/runs/a/picture${query}`);
      expect(answer.equals(Buffer.concat([Buffer.of(inverted), image])), query).toBe(true);
    };
    await answers('', 0, pixels);
    await answers('?invert=auto', 0, pixels);
    await answers('?invert=no', 0, pixels);
    const negative = pixels.map((level) => 255 - level);
    await answers('?invert=yes', 1, negative);
    const wrong = await post({ body }, '/api/runs/a/picture?invert=1');
    expect([wrong.status, JSON.parse(wrong.body.toString())]).toEqual([
      400,
      { code: 'BAD_REQUEST', message: "invert is '1'", hint: 'ask for auto, yes, no' },
    ]);
    const light = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#eeeeee' } })
      .png()
      .toBuffer();
    expect((await post({ body: light })).body[0]).toBe(1);
    for (const bad of [Buffer.from('no picture'), body.subarray(0, 60), Buffer.alloc(0)]) {
      const { status, body: answer } = await post({ body: bad });
      const message = expect.stringMatching(/^the picture: /);
      expect([status, JSON.parse(answer.toString())]).toMatchObject([422, { code: 'INVALID_DATA', message }]);
    }
    expect((await post({ body, headers: {} })).status).toBe(403);
    expect((await post({ body, headers: { ...ownOrigin(), 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
  });

  it('lets no picture wait for one that is slow to arrive', async () => {
    const slow = request({
      ...{ host: '127.0.0.1', port: opened().port, path: '/api/runs/a/picture', method: 'POST' },
      headers: { ...ownOrigin(), 'content-length': '1000' },
    });
    slow.on('error', () => {});
    await new Promise<void>((sent) => {
      slow.write('half of it', () => sent());
    });
    const post = { method: 'POST', headers: ownOrigin(), body: Buffer.from('no picture') };
    const waited = await beatsOf(async () => expect((await ask('/api/runs/a/picture', post)).status).toBe(422));
    expect(waited).toBeLessThan(5000);
    slow.destroy();
  });

  it('does not take a picture of more than 64 MiB, whether it says its length or not', async () => {
    const headers = ownOrigin();
    const body = Buffer.alloc(64 * 2 ** 20 + 1);
    const told = await ask('/api/runs/a/picture', {
      method: 'POST',
      headers: { ...headers, 'content-length': String(body.length) },
      body,
    });
    expect(JSON.parse(told.body.toString())).toMatchObject({ code: 'TOO_LARGE' });
    const untold = await ask('/api/runs/a/picture', {
      method: 'POST',
      headers: { ...headers, 'transfer-encoding': 'chunked' },
      body,
    });
    expect([told.status, untold.status]).toEqual([413, 413]);
  });

  it('lists measured profiles, without what is none', async () => {
    const profile = {
      engine: 'onednn',
      mode: 'train',
      layers: [{ module: 'model.0', kind: 'conv', milliseconds: 3, share: 1 }],
    };
    writeJson(join(directory, 'profile.json'), profile);
    writeJson(join(run, 'profile-infer.json'), { ...profile, mode: 'infer' });
    writeJson(join(run, 'profile-damaged.json'), { ...profile, layers: [{}] });
    writeFileSync(join(run, 'profile-cut.json'), '{"engine"');
    const layers = [{ module: 'model.0', kind: 'conv', milliseconds: 3 }];
    expect((await json('/api/profiles')).value).toEqual([
      { name: 'a/profile-infer.json', engine: 'onednn', mode: 'infer', layers },
      { name: 'profile.json', engine: 'onednn', mode: 'train', layers },
    ]);
  });

  it('answers 500 where it fails itself, tells of it once, and goes on', async () => {
    const told: unknown[] = [];
    const broken = await open({
      loadTestImages: () => Promise.reject(new TypeError('a bug')),
      onError: (error) => told.push(error),
    });
    for (let time = 0; time < 3; time++) {
      const { status, value } = await json('/api/runs/a/dataset', { to: broken });
      expect([status, value.code, JSON.stringify(value).includes('a bug')]).toEqual([500, 'UNEXPECTED', false]);
    }
    expect(told).toMatchObject([{ message: 'a bug' }]);
    expect((await json('/api/runs/a', { to: broken })).status).toBe(200);
    await broken.close();
  });
});

itHasFailedNowhere();
