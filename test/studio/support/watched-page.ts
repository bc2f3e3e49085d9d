// A page whose every fault is noted: errors and warnings of its console, which tell of violations of its policy too,
// errors that nothing caught, and requests to other origins.
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { patience } from '../../support/patience.ts';
import { browser } from './browser.ts';

export interface PageOptions
  extends Pick<BrowserContextOptions, 'locale' | 'colorScheme' | 'viewport' | 'hasTouch' | 'reducedMotion'> {
  /** What the test provokes: messages of the console that are none of the page's faults. */
  readonly allow?: readonly RegExp[];
}

export interface WatchedPage {
  readonly page: Page;
  /** What has gone wrong so far, in words. */
  readonly faults: readonly string[];
  readonly close: () => Promise<void>;
}

const sizeOfDesktop = { width: 1280, height: 800 };

export async function openWatched(url: string, { allow = [], ...options }: PageOptions = {}): Promise<WatchedPage> {
  const context = await (await browser()).newContext({
    locale: 'en-GB',
    colorScheme: 'light',
    viewport: sizeOfDesktop,
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(patience.poll);
  const faults: string[] = [];
  watch(context, new URL(url).origin, (fault) => {
    if (!allow.some((pattern) => pattern.test(fault))) faults.push(fault);
  });
  const page = await context.newPage();
  await page.goto(url);
  return { page, faults, close: () => context.close() };
}

function watch(context: BrowserContext, origin: string, onFault: (fault: string) => void): void {
  context.on('console', (message) => {
    if (['error', 'warning', 'assert'].includes(message.type()))
      onFault(`console ${message.type()}: ${message.text()}`);
  });
  context.on('weberror', (error) => onFault(`not caught: ${error.error().message}`));
  context.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (asked !== origin && !['data:', 'blob:'].includes(protocol)) onFault(`request to ${request.url()}`);
  });
}
