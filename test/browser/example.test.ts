// The example as its reader has it: pictures are dropped into the page, it trains on them, and says what a new one shows.
import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { build } from 'vite';
import { afterAll, beforeAll, expect } from 'vitest';
import { temporaryFolder } from '../cli/context.ts';
import { whyNoBrowser } from '../studio/support/browser.ts';
import { openWatched } from '../studio/support/watched-page.ts';
import { patience } from '../support/patience.ts';
import { itUnless } from '../support/unless.ts';

const missing = whyNoBrowser();
const folder = temporaryFolder();
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};
const server = createServer(async ({ url = '/' }, response) => {
  const { pathname } = new URL(url, 'http://localhost');
  const path = pathname === '/' ? '/index.html' : pathname;
  const content = await readFile(join(folder, path)).catch(() => undefined);
  response.writeHead(content === undefined ? 404 : 200, { 'Content-Type': types[extname(path)] ?? '' }).end(content);
});

beforeAll(async () => {
  if (missing !== undefined) return;
  const root = fileURLToPath(new URL('../../examples/browser', import.meta.url));
  const source = fileURLToPath(new URL('../../src/web.ts', import.meta.url));
  await build({
    ...{ root, configFile: join(root, 'vite.config.ts'), logLevel: 'warn' },
    resolve: { alias: { 'googlenet/web': source } },
    build: { outDir: folder, emptyOutDir: true },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Circles are red and squares are blue, of many sizes, on grounds of many greys. */
async function drawing(shape: 'circle' | 'square', index: number): Promise<Buffer> {
  const [x, y, size] = [30 + ((index * 17) % 40), 30 + ((index * 29) % 30), 12 + ((index * 7) % 15)];
  const ground = 150 + ((index * 37) % 100);
  const drawn =
    shape === 'circle'
      ? `<circle cx="${x}" cy="${y}" r="${size}" fill="#c02020"/>`
      : `<rect x="${x - size}" y="${y - size}" width="${2 * size}" height="${2 * size}" fill="#2040c0"/>`;
  const svg = `<svg width="120" height="90"><rect width="120" height="90" fill="rgb(${ground},${ground},${ground})"/>${drawn}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

/** As a hand drops files: with their bytes in an event of the page. */
async function drop(page: Page, selector: string, pictures: readonly Buffer[]): Promise<void> {
  const transfer = await page.evaluateHandle(
    (all) => {
      const carried = new DataTransfer();
      for (const [index, bytes] of all.entries()) {
        carried.items.add(new File([Uint8Array.from(bytes)], `${index}.png`, { type: 'image/png' }));
      }
      return carried;
    },
    pictures.map((bytes) => [...bytes]),
  );
  await page.dispatchEvent(selector, 'drop', { dataTransfer: transfer });
}

itUnless(missing, 'the page trains on what is dropped into it, and knows a new picture', async () => {
  const { port } = server.address() as AddressInfo;
  const { page, faults, close } = await openWatched(`http://127.0.0.1:${port}/`);
  for (const [index, shape] of (['circle', 'square'] as const).entries()) {
    const zone = `.classes .zone:nth-of-type(${index + 1})`;
    await page.fill(`${zone} .name`, shape);
    await drop(page, zone, await Promise.all(Array.from({ length: 12 }, (_, at) => drawing(shape, at))));
    await page.waitForFunction((where) => document.querySelectorAll(`${where} canvas`).length === 12, zone);
  }
  await page.click('#train');
  await page.getByText('epoch 30 of 30: 100 %').waitFor({ timeout: patience.test });
  for (const shape of ['square', 'circle'] as const) {
    await page.setInputFiles('#new .files', {
      name: 'new.png',
      mimeType: 'image/png',
      buffer: await drawing(shape, 50),
    });
    await page.getByText(new RegExp(`^${shape}, \\d+ %$`)).waitFor();
  }
  expect(faults).toEqual([]);
  await close();
});
