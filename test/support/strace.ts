// A program watched by strace: where it connects to, and what it writes, its threads and children included.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { findProgram } from '../../scripts/setup/find-program.mjs';

export const strace = findProgram(['strace']);

/** Calls that make, change or remove files, and those that name a peer. */
const fileCalls =
  'open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat';
const networkCalls = 'connect,sendto,sendmsg,sendmmsg';

export interface WatchedOptions {
  readonly workingDirectory: string;
  readonly env: NodeJS.ProcessEnv;
  /** Where strace writes. */
  readonly log: string;
  /** Called with all that was printed so far; `true` ends the program with SIGINT. */
  readonly isDone?: (printed: string) => boolean | Promise<boolean>;
}

export interface Watched {
  readonly exitCode: number | null;
  readonly printed: string;
  /** Absolute, each once. */
  readonly written: readonly string[];
  /** Peers beyond this machine, as strace prints them. */
  readonly peers: readonly string[];
}

export async function watch(
  argv: readonly string[],
  { workingDirectory, env, log, isDone }: WatchedOptions,
): Promise<Watched> {
  const trace = ['-f', '--seccomp-bpf', '-qq', '-y', '-s', '4096', '-e', 'signal=none'];
  const flags = [...trace, '-e', `trace=${fileCalls},${networkCalls}`, '-o', log];
  // io_uring's calls are in shared memory, where strace sees none.
  const options = { cwd: workingDirectory, env: { ...env, UV_USE_IO_URING: '0' }, detached: true } as const;
  const child = spawn(strace ?? 'strace', [...flags, ...argv], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = once(child, 'close');
  let printed = '';
  let isEnding = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', async (text: string) => {
      printed += text;
      if (isEnding || child.pid === undefined || !(await isDone?.(printed))) return;
      isEnding = true;
      process.kill(-child.pid, 'SIGINT');
    });
  }
  const [exitCode] = (await closed) as [number | null];
  const lines = readFileSync(log, 'utf8').split('\n');
  const written = lines.flatMap((line) => writtenPaths(line, workingDirectory));
  return { exitCode, printed, written: [...new Set(written)], peers: lines.filter(isFarPeer) };
}

/** Paths that a system call writes to, or tried to: refused calls count too. */
function writtenPaths(line: string, workingDirectory: string): readonly string[] {
  const [, name, rest] = /^\d+ +(\w+)\((.*)/.exec(line) ?? [];
  if (name === undefined || networkCalls.split(',').includes(name)) return [];
  if (name.startsWith('open') && !/O_(WRONLY|RDWR|CREAT|TRUNC)/.test(rest)) return [];
  // Relative paths follow a folder's descriptor, which strace explains, or the working directory.
  const places = [...rest.matchAll(/(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"([^"]*)"/g)];
  return places.map(([, folder, path]) => resolve(folder ?? workingDirectory, path));
}

function isFarPeer(line: string): boolean {
  if (!/sa_family=AF_INET/.test(line)) return false;
  return !/inet_addr\("127\.|inet_pton\(AF_INET6, "(::1|::ffff:127\.[\d.]+)"/.test(line);
}
