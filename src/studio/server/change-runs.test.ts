// Notes, names and the trash: what a page may change, and what keeps it from doing so.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryRuns, writeRun } from '../../../test/support/run-files.ts';
import { type Sent, servedStudio } from '../../../test/support/served-studio.ts';
import { itUnless } from '../../../test/support/unless.ts';
import { RunLock } from '../../runs/run-lock.ts';

const { directory, open, ask, json, ownOrigin, itHasFailedNowhere } = servedStudio();

function send(path: string, value: unknown, sent: Sent = {}) {
  return json(path, { method: 'POST', headers: ownOrigin(), body: Buffer.from(JSON.stringify(value)), ...sent });
}

const noteOf = (id: string) => readFileSync(join(directory, id, 'note.txt'), 'utf8');

describe('a note', () => {
  it('is written, changed and taken away', async () => {
    writeRun(directory, 'noted');
    const path = '/api/runs/noted/note';
    expect(await send(path, { text: '学习率 0.1\n<b>', before: '' })).toEqual({ status: 200, value: {} });
    expect(noteOf('noted')).toBe('学习率 0.1\n<b>');
    expect((await send(path, { text: 'b', before: '学习率 0.1\n<b>' })).status).toBe(200);
    expect((await send(path, { text: '', before: 'b' })).status).toBe(200);
    expect(readdirSync(join(directory, 'noted')).sort()).toEqual(['config.json', 'environment.json', 'state.json']);
  });

  it('is not written over one that was changed meanwhile, or that cannot be read', async () => {
    const { path: run } = writeRun(directory, 'twice');
    const path = '/api/runs/twice/note';
    writeFileSync(join(run, 'note.txt'), 'theirs');
    expect(await send(path, { text: 'mine', before: '' })).toMatchObject({
      status: 409,
      value: { code: 'NOTE_CHANGED' },
    });
    expect(noteOf('twice')).toBe('theirs');
    writeFileSync(join(run, 'note.txt'), 'x'.repeat(20_000));
    expect(await send(path, { text: 'mine', before: '' })).toMatchObject({
      status: 409,
      value: { code: 'RUN_FOLDER', message: 'note.txt: cannot be read: it has 20000 bytes, at most 16000 are read' },
    });
    expect(noteOf('twice')).toHaveLength(20_000);
  });

  it('replaces a link, and not what it leads to', async () => {
    const { path: run } = writeRun(directory, 'linked');
    writeFileSync(join(directory, 'secret'), 'secret');
    symlinkSync(join(directory, 'secret'), join(run, 'note.txt'));
    await send('/api/runs/linked/note', { text: 'mine', before: 'secret' });
    expect(readFileSync(join(directory, 'secret'), 'utf8')).toBe('secret');
  });

  it.each([
    [{ text: 5, before: '' }, 'the note cannot be understood: text: expected a text, found 5'],
    [{ text: '' }, 'the note cannot be understood: before: expected a text, found nothing'],
    [{ text: 'x'.repeat(4001), before: '' }, 'the note has 4001 letters'],
  ])('is refused where it is none', async (value, message) => {
    expect(await send('/api/runs/a/note', value)).toMatchObject({ status: 400, value: { message } });
  });

  it('is refused as no JSON, and as too much', async () => {
    const sent = { method: 'POST', headers: ownOrigin() };
    expect((await json('/api/runs/a/note', { ...sent, body: Buffer.of(0xff) })).status).toBe(400);
    expect((await json('/api/runs/a/note', { ...sent, body: Buffer.alloc(2 ** 17) })).status).toBe(413);
    expect(existsSync(join(directory, 'a', 'note.txt'))).toBe(false);
  });
});

describe('another name', () => {
  it('is given to the folder, which stays free to train in', async () => {
    const { path: run } = writeRun(directory, 'before');
    writeFileSync(join(run, 'kept'), '1');
    expect(await send('/api/runs/before/rename', { name: '之后 2' })).toEqual({ status: 200, value: {} });
    expect(existsSync(run)).toBe(false);
    expect(readFileSync(join(directory, '之后 2', 'kept'), 'utf8')).toBe('1');
    expect(existsSync(join(directory, '之后 2', 'run.lock'))).toBe(false);
  });

  it.each(['', ' a', 'a.', '.a', '..', 'a/b', '../a', 'a\\b', 'c:', 'a\0', 'a\nb', 'x'.repeat(201)])(
    'is not %j',
    async (name) => {
      writeRun(directory, 'stays');
      expect((await send('/api/runs/stays/rename', { name })).status).toBe(400);
      expect(existsSync(join(directory, 'stays'))).toBe(true);
    },
  );

  it('is nobody else’s, also where that is an empty folder', async () => {
    writeRun(directory, 'stays');
    mkdirSync(join(directory, 'empty'));
    for (const name of ['a', 'empty', 'stays']) {
      expect(await send('/api/runs/stays/rename', { name })).toMatchObject({
        status: 409,
        value: { code: 'NAME_TAKEN' },
      });
    }
    expect(existsSync(join(directory, 'stays', 'run.lock'))).toBe(false);
  });
});

describe('a deleted run', () => {
  it('lies in .trash, beside those that were deleted before', async () => {
    const moved: string[] = [];
    for (let time = 1; time <= 2; time++) {
      const { path: run } = writeRun(directory, 'gone');
      writeFileSync(join(run, 'kept'), String(time));
      const { status, value } = await send('/api/runs/gone/delete', {});
      expect([status, existsSync(run)]).toEqual([200, false]);
      moved.push(readFileSync(join(directory, value.movedTo, 'kept'), 'utf8'));
      expect(value.movedTo).toBe(time === 1 ? '.trash/gone' : '.trash/gone-2');
    }
    expect(moved).toEqual(['1', '2']);
    for (const id of ['.trash', '.trash%2fgone', 'gone']) {
      expect((await send(`/api/runs/${id}/delete`, {})).status).toBe(404);
    }
  });

  it('does not leave the folder of the runs', async () => {
    const [runs, elsewhere] = [temporaryRuns(), temporaryRuns()];
    const { path: run } = writeRun(runs, 'a');
    symlinkSync(elsewhere, join(runs, '.trash'));
    symlinkSync(run, join(runs, 'link'));
    const to = await open({ directory: runs });
    const headers = { origin: to.url.slice(0, -1), host: new URL(to.url).host };
    expect((await send('/api/runs/a/delete', {}, { to, headers })).value.code).toBe('NO_TRASH');
    expect((await send('/api/runs/link/delete', {}, { to, headers })).value.code).toBe('RUN_IS_LINK');
    await to.close();
    const alone = await open({ directory: run });
    const own = { origin: alone.url.slice(0, -1), host: new URL(alone.url).host };
    for (const [change, value] of [
      ['delete', {}],
      ['rename', { name: 'b' }],
    ] as const) {
      const answer = await send(`/api/runs/${basename(run)}/${change}`, value, { to: alone, headers: own });
      expect(answer).toMatchObject({ status: 409, value: { code: 'RUN_ALONE' } });
    }
    await alone.close();
    expect([readdirSync(elsewhere), existsSync(join(run, 'config.json'))]).toEqual([[], true]);
    for (const folder of [runs, elsewhere]) rmSync(folder, { recursive: true });
  });

  const asRoot = process.getuid?.() === 0 ? 'root may write everywhere' : undefined;
  itUnless(asRoot, 'stays where the disk refuses, which is said', async () => {
    const runs = temporaryRuns();
    writeRun(runs, 'a');
    chmodSync(runs, 0o555);
    const to = await open({ directory: runs });
    const headers = { origin: to.url.slice(0, -1), host: new URL(to.url).host };
    expect(await send('/api/runs/a/delete', {}, { to, headers })).toMatchObject({
      status: 409,
      value: { code: 'NOT_WRITTEN', message: '.trash cannot be made: permission denied' },
    });
    await to.close();
    chmodSync(runs, 0o755);
    rmSync(runs, { recursive: true });
  });
});

const changes = [
  ['note', { text: 'x', before: '' }],
  ['rename', { name: 'renamed' }],
  ['delete', {}],
] as const;

describe.each(changes)('%s', (change, value) => {
  it('is refused under a training', async () => {
    const { path: run } = writeRun(directory, 'training');
    using _lock = RunLock.take(join(run, 'run.lock'));
    expect(await send(`/api/runs/training/${change}`, value)).toEqual({
      status: 409,
      value: { code: 'RUN_LOCKED', message: 'this run is being trained', hint: 'wait for the training, or stop it' },
    });
    expect(readdirSync(run).sort()).toEqual(['config.json', 'environment.json', 'run.lock', 'state.json']);
  });

  it('is refused to other origins, and where nobody says from where', async () => {
    const { host, origin } = ownOrigin();
    for (const headers of [
      { host },
      { host, origin: 'http://evil.example' },
      { host, origin, 'sec-fetch-site': 'cross-site' },
      { host: 'evil.example', origin },
    ]) {
      expect((await send(`/api/runs/a/${change}`, value, { headers })).status).toBe(403);
    }
    expect((await ask(`/api/runs/a/${change}`)).status).toBe(405);
    expect((await send(`/api/runs/none/${change}`, value)).status).toBe(404);
  });

  it('is refused for weights that come with the program', async () => {
    expect(await send(`/api/runs/packaged%2Ffashion-mnist/${change}`, value)).toMatchObject({
      status: 409,
      value: { code: 'RUN_PACKAGED' },
    });
  });

  it.each([{ readOnly: true }, { host: '0.0.0.0' }, { allowedHosts: ['studio.example'] }])(
    'is refused by a studio with %j',
    async (options) => {
      const to = await open(options);
      const host = `127.0.0.1:${to.port}`;
      const headers = { host, origin: `http://${host}` };
      expect(await json('/api/studio', { to, headers })).toEqual({
        status: 200,
        value: { isReadOnly: true, program: 'googlenet' },
      });
      expect(await send(`/api/runs/a/${change}`, value, { to, headers })).toMatchObject({
        status: 403,
        value: { code: 'READ_ONLY' },
      });
      await to.close();
    },
  );
});

it('says that a studio of this machine may change something', async () => {
  expect(await json('/api/studio')).toEqual({ status: 200, value: { isReadOnly: false, program: 'googlenet' } });
});

itHasFailedNowhere();
