// Several pictures as one, from left to right.
import { element, type Picture } from '../svg.ts';

const gap = 12;

export function beside(title: string, pictures: readonly Picture[]): Picture {
  let width = 0;
  const content = pictures.map((picture) => {
    const moved = element('g', { transform: `translate(${width} 0)` }, ...picture.content);
    width += picture.width + gap;
    return moved;
  });
  return { title, width: width - gap, height: Math.max(...pictures.map(({ height }) => height)), content };
}
