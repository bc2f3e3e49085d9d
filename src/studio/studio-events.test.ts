// The stream of events as a page hears it, from a file on the disk to the connection.
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { beatsOf } from '../../test/support/metronome.ts';
import { stepLine, writeRun } from '../../test/support/run-files.ts';
import { servedStudio } from '../../test/support/served-studio.ts';

const { directory, run, open, ask, opened, itHasFailedNowhere } = servedStudio();

describe('/api/events', () => {
  it('tells of a run live, of its end, and ends with the server', async () => {
    const live = await open();
    const written = writeRun(directory, 'live', { status: 'running' });
    written.append(stepLine(1, 1));
    const answer = await fetch(`${live.url}api/events?run=live`);
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    let text = '';
    const reading = (async () => {
      for await (const part of answer.body ?? []) text += Buffer.from(part).toString();
    })();
    await expect.poll(() => text).toMatch(/event: runs\ndata: \[.*"id":"live","status":"/);
    await expect.poll(() => text).toMatch(/event: metrics\ndata: \{"run":"live","isWhole":true/);
    const delays: number[] = [];
    for (let step = 2; step <= 6; step++) {
      written.append(stepLine(1, step));
      const told = `"isWhole":false,"steps":[{"epoch":1,"step":${step},`;
      delays.push(await beatsOf(() => expect.poll(() => text, { interval: 20 }).toContain(told)));
    }
    // Most of them: a busy machine may stall once.
    expect(delays.toSorted((a, b) => a - b)[2], String(delays)).toBeLessThan(1000);
    rmSync(written.path, { recursive: true });
    await expect.poll(() => text).toMatch(/event: gone\ndata: \{"run":"live"\}/);
    await live.close();
    // Ended, not broken off.
    await reading;
    await expect(fetch(live.url)).rejects.toThrow();
  });

  it('does not wait, when it closes, for those who neither send nor read', async () => {
    const closing = await open();
    writeFileSync(join(run, 'unread.bin'), Buffer.alloc(16 * 2 ** 20));
    const begun = [
      'GET / HTTP/1.1\r\nHost: ',
      `POST /api/runs/a/picture HTTP/1.1\r\nHost: localhost:${closing.port}\r\nOrigin: http://localhost:${closing.port}\r\nContent-Length: 9\r\n\r\n12`,
      `GET /api/runs/a/files/unread.bin HTTP/1.1\r\nHost: localhost:${closing.port}\r\n\r\n`,
    ];
    const sockets = await Promise.all(
      begun.map(async (text) => {
        const socket = connect(closing.port, '127.0.0.1').on('error', () => {});
        await once(socket, 'connect');
        socket.write(text);
        return socket;
      }),
    );
    await once(sockets[2], 'readable');
    expect(await beatsOf(() => closing.close())).toBeLessThan(2000);
    for (const socket of sockets) socket.destroy();
    rmSync(join(run, 'unread.bin'));
  });

  it('takes many pages at once, without a warning', async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error) => warnings.push(warning);
    process.on('warning', listen);
    const many = await open();
    const streams = await Promise.all(
      Array.from({ length: 12 }, async () => (await fetch(`${many.url}api/events`)).body?.getReader()),
    );
    for (const stream of streams) expect((await stream?.read())?.done).toBe(false);
    await many.close();
    // Warnings are told a moment later.
    await setTimeout(10);
    process.off('warning', listen);
    expect(warnings).toEqual([]);
  });

  it('leaves no watch behind a page that went away, nor behind a HEAD', async () => {
    const closing = new AbortController();
    const answer = await fetch(`${opened().url}api/events`, { signal: closing.signal });
    await answer.body?.getReader().read();
    closing.abort();
    expect((await ask('/api/events', { method: 'HEAD' })).status).toBe(200);
    // Its own closing shows that nothing hangs.
    const other = await open();
    await fetch(`${other.url}api/events`);
    await other.close();
  });
});

itHasFailedNowhere();
