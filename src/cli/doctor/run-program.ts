// Another program, to its end, with what it printed.
import type { CommandContext } from '../command-context.ts';

export interface ProgramResult {
  /** Undefined where there is no such program, or it was ended by a signal. */
  readonly code: number | undefined;
  /** Both streams, as they came. */
  readonly output: string;
}

export function runProgram(
  [program, ...argv]: readonly [string, ...string[]],
  folder: string,
  { spawn, env }: Pick<CommandContext, 'spawn' | 'env'>,
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(program, argv, {
      cwd: folder,
      env: { ...env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const parts: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => parts.push(part));
    child.once('error', (error) => resolve({ code: undefined, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? undefined, output: Buffer.concat(parts).toString() }));
  });
}
