// A picture of few pixels, enlarged without being smoothed.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Rgba } from './pixels.ts';

interface PixelCanvasProps {
  readonly width: number;
  readonly height: number;
  readonly pixels: Rgba | undefined;
  readonly class?: string;
  /** For those who do not see it; without one it is decoration. */
  readonly label?: string;
  readonly title?: string;
}

export function PixelCanvas({ width, height, pixels, class: name = '', label, title }: PixelCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (pixels === undefined) context?.clearRect(0, 0, width, height);
    else context?.putImageData(new ImageData(pixels, width, height), 0, 0);
  }, [pixels, width, height]);
  return (
    <canvas
      ref={canvas}
      width={width}
      height={height}
      class={`pixels ${name}`}
      title={title}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    />
  );
}
