// Somebody who sits before a project that has the package, with a terminal and an editor. Each thing they do says what must
// come of it, so that a first hour can be read from top to bottom.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect } from 'vitest';

export interface Reader {
  readonly folder: string;
  /** Runs a command line to its end. @returns what it printed, each of the expected texts among it */
  types(line: string, ...expected: readonly (string | RegExp)[]): Promise<string>;
  /** Runs a command line until it has printed an address, calls `look` with it, and ends it with Ctrl-C. */
  opens(line: string, look: (address: string) => Promise<void>): Promise<void>;
  writes(path: string, text: string): void;
  /** Saves a drawing as a JPEG. */
  draws(path: string, svg: string): Promise<void>;
  /** @returns the file's text, each of the expected texts among it */
  finds(path: string, ...expected: readonly string[]): string;
}

/** @param variables of the environment, besides the test's own */
export function reader(folder: string, variables: NodeJS.ProcessEnv = {}): Reader {
  const { npm_config_local_prefix: _, ...own } = process.env; // `npm test` sets it, and npm would work in the checkout
  const env = { ...own, LC_ALL: 'C.UTF-8', ...variables };

  const start = (line: string) => {
    const child = spawn(line, { shell: true, cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const started = { child, printed: '', closed: once(child, 'close') };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        started.printed += text;
      });
    }
    return started;
  };

  return {
    folder,
    async types(line, ...expected) {
      const started = start(line);
      const [exitCode] = await started.closed;
      expect(exitCode, `${line}\n${started.printed}`).toBe(0);
      for (const text of expected) expect(started.printed, line).toMatch(text);
      return started.printed;
    },
    async opens(line, look) {
      const started = start(line);
      const address = () => /http:\/\/\S+\//.exec(started.printed)?.[0];
      await expect.poll(() => address() ?? started.child.exitCode, { message: line }).not.toBeNull();
      try {
        await look(address() ?? started.printed);
      } finally {
        process.kill(-(started.child.pid ?? 0), 'SIGINT');
        await started.closed;
      }
    },
    writes: (path, text) => writeFileSync(join(folder, path), text),
    draws: async (path, svg) => {
      await sharp(Buffer.from(svg)).flatten({ background: '#f4efe6' }).jpeg().toFile(join(folder, path));
    },
    finds(path, ...expected) {
      const text = readFileSync(join(folder, path), 'utf8');
      for (const part of expected) expect(text.includes(part), `${path} has ${part}`).toBe(true);
      return text;
    },
  };
}
