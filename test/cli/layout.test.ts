// What is printed in columns fits the terminal that it is printed on, in both languages.
import { expect, it } from 'vitest';
import { displayWidth } from '../../src/cli/terminal/terminal-text.ts';
import { runCommand } from './context.ts';

const widths = [40, 60, 80, 120];

/** Lines that are wider than the terminal, but for those that end in a path, which stays whole. */
async function tooWide(command: string, columns: number, language: string): Promise<readonly string[]> {
  const { stdout } = await runCommand([command, '--lang', language], { columns });
  return stdout.split('\n').filter((line) => displayWidth(line) > columns && !/\/\S{20,}$/.test(line));
}

it.each(['models', 'recipes', 'doctor'])('%s', async (command) => {
  for (const columns of widths) {
    for (const language of ['en', 'zh']) expect(await tooWide(command, columns, language), `${columns}`).toEqual([]);
  }
});

it('a table of networks keeps names and counts where there is no room for the rest', async () => {
  expect((await runCommand(['models'], { columns: 60 })).stdout).toMatch(/^name +images +parameters +multiply-adds\n/);
  expect((await runCommand(['models'], { columns: 45 })).stdout).toMatch(/^name +parameters +multiply-adds\n/);
});
