// A pipe that a mistaken reader does not wait for without end: whoever opens it finds a writer for a second, and then the
// end. So a test of a program that opens pipes fails, and does not hang.
import { execFileSync, spawn } from 'node:child_process';

/** @returns removes the writer; the pipe stays */
export function makePipe(path: string): () => void {
  execFileSync('mkfifo', [path]);
  const writer = spawn('sh', ['-c', 'while :; do sleep 1 > "$0"; done', path], { detached: true, stdio: 'ignore' });
  return () => {
    if (writer.pid !== undefined) process.kill(-writer.pid, 'SIGKILL');
  };
}
