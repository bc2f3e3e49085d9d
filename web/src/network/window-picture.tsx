// A window on the grid of the input, and the one number that it makes.
import type { NetworkWindow } from '../../../src/network/network-description.ts';

const cell = 12;
const mostCells = 9;

export function WindowPicture({ window, caption }: { readonly window: NetworkWindow; readonly caption: string }) {
  const [rows = 1, columns = 1] = window.kernel;
  const grid = [Math.min(mostCells, rows + 2), Math.min(mostCells, columns + 2)] as const;
  const shown = [Math.min(rows, grid[0]), Math.min(columns, grid[1])] as const;
  const start = [Math.floor((grid[0] - shown[0]) / 2), Math.floor((grid[1] - shown[1]) / 2)] as const;
  const [height, width] = [grid[0] * cell, grid[1] * cell];
  const middle = height / 2;
  const right = width + 56;
  return (
    <figure class="network-window">
      <svg
        width={right + cell + 4}
        height={height + 4}
        viewBox={`-2 -2 ${right + cell + 4} ${height + 4}`}
        aria-hidden="true"
      >
        {Array.from({ length: grid[0] * grid[1] }, (_, index) => {
          const [row, column] = [Math.floor(index / grid[1]), index % grid[1]];
          const isSeen =
            row >= start[0] && row < start[0] + shown[0] && column >= start[1] && column < start[1] + shown[1];
          return (
            <rect
              key={index}
              class={isSeen ? 'is-seen' : ''}
              x={column * cell}
              y={row * cell}
              width={cell}
              height={cell}
            />
          );
        })}
        <path d={`M${width + 10} ${middle}H${right - 12}m-6 -5l6 5l-6 5`} />
        <rect class="is-seen" x={right} y={middle - cell / 2} width={cell} height={cell} />
      </svg>
      <figcaption>{caption}</figcaption>
    </figure>
  );
}
