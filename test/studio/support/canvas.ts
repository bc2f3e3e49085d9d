// What is painted on a canvas of the page.
import type { Locator } from 'playwright-core';

/** The different colours, each as [red, green, blue, alpha]. */
export async function coloursOf(canvas: Locator): Promise<readonly (readonly number[])[]> {
  return canvas.evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    const context = (element as HTMLCanvasElement).getContext('2d') as CanvasRenderingContext2D;
    const { data } = context.getImageData(0, 0, width, height);
    const different = new Set(new Uint32Array(data.buffer));
    return [...different].map((colour) => [...new Uint8Array(Uint32Array.of(colour).buffer)]);
  });
}
