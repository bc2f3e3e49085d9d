// `googlenet studio` as a user starts it: the built program in a process of its own, its address read from what it
// prints. It can be killed, and started again on the same port.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const program = fileURLToPath(new URL('../../../bin/googlenet.js', import.meta.url));

export class StudioProcess {
  readonly #words: readonly string[];
  readonly #workingDirectory: string;
  #child: ChildProcess | undefined;
  #url = '';

  private constructor(words: readonly string[], workingDirectory: string) {
    this.#words = words;
    this.#workingDirectory = workingDirectory;
  }

  static async start(directory: string): Promise<StudioProcess> {
    return StudioProcess.#started(new StudioProcess([directory], process.cwd()));
  }

  /** Without a word about the folder of the runs. */
  static async startIn(workingDirectory: string): Promise<StudioProcess> {
    return StudioProcess.#started(new StudioProcess([], workingDirectory));
  }

  static async #started(studio: StudioProcess): Promise<StudioProcess> {
    await studio.start(0);
    return studio;
  }

  /** With `/` at its end; the same after `startAgain`. */
  get url(): string {
    return this.#url;
  }

  async startAgain(): Promise<void> {
    await this.start(Number(new URL(this.#url).port));
  }

  /** As if the machine had taken it away. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null) return;
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
  }

  private async start(port: number): Promise<void> {
    const argv = [program, 'studio', ...this.#words, '--port', String(port), '--lang', 'en'];
    const child = spawn(process.execPath, argv, { cwd: this.#workingDirectory, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    let complaint = '';
    child.stderr.on('data', (text) => {
      complaint += text;
    });
    for await (const line of createInterface({ input: child.stdout })) {
      const [url] = /http:\/\/\S+\//.exec(line) ?? [];
      if (url === undefined) continue;
      this.#url = url;
      return;
    }
    throw new Error(`the studio did not start: ${complaint}`);
  }
}
