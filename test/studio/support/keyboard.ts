// Going through the page without a mouse.
import type { Page } from 'playwright-core';

const mostPresses = 120;

/** Presses Tab until the element of this name has the focus. */
export async function tabTo(page: Page, name: string): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < mostPresses; presses++) {
    await page.keyboard.press('Tab');
    const now = await focusedName(page);
    if (now === name) return;
    passed.push(now);
  }
  throw new Error(`Tab does not come to '${name}', but to ${passed.join(' | ')}`);
}

/** Accessible name of the element that has the focus. */
export async function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    return (element?.getAttribute('aria-label') ?? element?.textContent ?? '').trim();
  });
}
