// What is painted on a canvas of the page.
import type { Locator } from 'playwright-core';

/** The different colours, each as [red, green, blue, alpha]. */
export async function coloursOf(canvas: Locator): Promise<readonly (readonly number[])[]> {
  return canvas.evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    // Pixels are read from a copy: the browser warns about a canvas that is read again and again.
    const context = new OffscreenCanvas(width, height).getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.drawImage(element as HTMLCanvasElement, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    const different = new Set(new Uint32Array(data.buffer));
    return [...different].map((colour) => [...new Uint8Array(Uint32Array.of(colour).buffer)]);
  });
}
