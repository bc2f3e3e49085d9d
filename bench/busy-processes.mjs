// Processes that compute all the time, as another training, a build or a film beside ours does. They are started once and
// stopped where none is wanted.
import { spawn } from 'node:child_process';

// Whoever started it may be gone.
const code =
  'const parent = process.ppid; for (;;) { for (let i = 0; i < 1e8; i++); if (process.ppid !== parent) process.exit(); }';

export class BusyProcesses {
  #processes;

  constructor(most) {
    this.#processes = Array.from({ length: most }, () => {
      const child = spawn(process.execPath, ['-e', code], { stdio: 'ignore' });
      child.kill('SIGSTOP');
      return child;
    });
  }

  /** Lets so many of them compute from now on. */
  run(count) {
    this.#processes.forEach((child, index) => {
      child.kill(index < count ? 'SIGCONT' : 'SIGSTOP');
    });
  }

  end() {
    for (const child of this.#processes) child.kill('SIGKILL');
  }
}
