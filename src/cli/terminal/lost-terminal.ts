// The end of a process whose terminal was closed while it ran. Node gives a terminal its settings back at the end, and
// aborts where it cannot: after all work is done, with a core dump for an exit code. It passes over a descriptor that
// stands for another file by then, so the null device takes the place of what is lost.
import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { isatty } from 'node:tty';

/** To be called at the start. */
export function replaceLostTerminal(): void {
  const terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor));
  process.on('exit', () => {
    for (const descriptor of terminals.filter((each) => !isatty(each))) {
      closeSync(descriptor);
      // Takes the lowest number that is free, which is this one.
      openSync(devNull, 'r+');
    }
  });
}
