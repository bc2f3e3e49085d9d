// Takes the README's pictures of the studio: a run beside the tutorial's curve, the network with one open block, coloured
// by measured time, the playground with a drawing; and the run once more on a phone, dark. Writes docs/studio-*.png.
//   npm run build && node scripts/take-screenshots.mjs RUNS_DIR RUN [FOLDER] [PICTURE…]
// RUN is the name of a run in RUNS_DIR that has weights; packaged/fashion-mnist, which has no curves, is enough for the picture
// `playground`. PICTURE is run, network, playground or phone; by default all are taken. For the times a profile has to lie in RUNS_DIR:
//   googlenet bench --engine onednn --profile --json > RUNS_DIR/profile.json
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { findChromium } from './setup/find-chromium.mjs';
import { projectPath } from './setup/project.mjs';
import { startStudio } from './start-studio.mjs';

const desktop = { viewport: { width: 1280, height: 900 }, deviceScaleFactor: 2, colorScheme: 'light' };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, colorScheme: 'dark', isMobile: true };
const openBlock = '[data-part="model.8"]';
/** How much is shown: more than a window of the network and of the playground. */
const heights = { run: 1030, network: 1230, playground: 1400, phone: 1130 };
/** A shirt, as lines of a wide brush: shares of the board, across and down. */
const shirt = [
  [
    [0.32, 0.22],
    [0.12, 0.4],
    [0.2, 0.46],
    [0.34, 0.32],
  ],
  [
    [0.68, 0.22],
    [0.88, 0.4],
    [0.8, 0.46],
    [0.66, 0.32],
  ],
  ...[0.36, 0.43, 0.5, 0.57, 0.64].map((across) => [
    [across, across === 0.5 ? 0.27 : 0.22],
    [across, 0.84],
  ]),
];

const [directory, run, folder = projectPath('docs'), ...only] = process.argv.slice(2);
if (run === undefined) {
  console.error('usage: node scripts/take-screenshots.mjs RUNS_DIR RUN [FOLDER] [PICTURE…]');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const studio = await startStudio(directory);
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
try {
  await take('run', desktop, `/runs/${encodeURIComponent(run)}`, showRun);
  await take('network', desktop, '/network', showNetwork);
  await take('playground', desktop, `/playground?${new URLSearchParams({ run })}`, showPlayground);
  await take('phone', phone, `/runs/${encodeURIComponent(run)}`, showRun);
} finally {
  await browser.close();
  studio.end();
}

async function showRun(page) {
  await page.getByLabel('Show the tutorial’s curve').check();
  await page.locator('.chart-drawing canvas').nth(3).waitFor();
}

async function showNetwork(page) {
  await page.getByRole('button', { name: 'Measured time' }).click();
  await page.locator(openBlock).click();
  await page.locator('[data-part^="model.8."]').first().waitFor();
}

async function showPlayground(page) {
  await page.locator('[data-testid="model"][data-state="ready"]').waitFor();
  await page.getByTestId('source-drawing').click();
  const { x, y, width, height } = await page.getByTestId('drawing').boundingBox();
  for (const [from, ...rest] of shirt) {
    await page.mouse.move(x + from[0] * width, y + from[1] * height);
    await page.mouse.down();
    for (const [across, down] of rest) {
      await page.mouse.move(x + across * width, y + down * height, { steps: 8 });
    }
    await page.mouse.up();
  }
  await page.getByTestId('feature-maps').locator('summary').click();
  await page.locator('.feature-path canvas').nth(3).waitFor();
  await answerStays(page);
}

/** Until no answer to an earlier state of the drawing is under way. */
async function answerStays(page) {
  const answer = () => page.getByTestId('prediction').getAttribute('data-probabilities');
  for (let before, now = await answer(); now !== before; now = await answer()) {
    before = now;
    await page.waitForTimeout(500);
  }
}

async function take(name, options, address, show) {
  if (only.length > 0 && !only.includes(name)) return;
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  await page.goto(new URL(address, studio.url).href);
  await show(page);
  await page.setViewportSize({ width: options.viewport.width, height: heights[name] });
  await page.mouse.move(0, 0);
  await page.evaluate(() => {
    document.activeElement?.blur();
    scrollTo(0, 0);
  });
  const picture = await page.screenshot();
  const path = join(folder, `studio-${name}.png`);
  const { size, width, height } = await sharp(picture)
    .png({ palette: true, colours: 128, effort: 10, compressionLevel: 9 })
    .toFile(path);
  console.log(`${path}: ${width}×${height}, ${Math.round(size / 1024)} kB`);
  await context.close();
}
