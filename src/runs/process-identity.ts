// Which process it is that a lock names: process numbers are used again, so where the system tells when a process
// began, that belongs to its identity. see: proc(5)
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { isSystemError } from '../errors/system-error.ts';

export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** The machine's boot and the moment of it when the process began; '' where the system does not say. */
  readonly birth: string;
}

export function currentProcess(): ProcessIdentity {
  return { pid: process.pid, host: hostname(), birth: readProcess(process.pid)?.birth ?? '' };
}

/** Whether it still runs; of a process on another machine nobody can tell. */
export function isRunning({ pid, host, birth }: ProcessIdentity): boolean | 'unknown' {
  if (host !== hostname()) return 'unknown';
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there and belongs to someone else.
    if (isSystemError(error, 'ESRCH')) return false;
  }
  const found = readProcess(pid);
  if (found === undefined) return true;
  return !found.hasEnded && (birth === '' || birth === found.birth);
}

interface FoundProcess {
  readonly birth: string;
  /** Ended, but its parent has not taken notice yet. */
  readonly hasEnded: boolean;
}

/** @returns undefined where the system does not say */
function readProcess(pid: number): FoundProcess | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces; behind it come the state, the third field, and the start, the 22nd.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { birth: `${boot} ${fields[22 - 3]}`, hasEnded: /[ZX]/.test(fields[0]) };
  } catch {
    return undefined;
  }
}
