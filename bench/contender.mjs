// A program that stays alive and runs one step for each line it is sent, so that several can take turns on one machine.
// see: bench/pytorch/bench.py
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const running = [];

export class Contender {
  /** What it told at its end: its peak memory, for example. */
  result;
  #process;
  #lines;
  #fail;

  /** @param {{ who: string, command: string, argv: readonly string[], fail: (message: string) => never }} program */
  constructor({ who, command, argv, fail }) {
    this.who = who;
    this.#fail = fail;
    this.#process = spawn(command, argv, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
    this.#process.on('error', (error) => fail(`${who} does not start: ${error.message}`));
    // A program that has ended is noticed when it is read from.
    this.#process.stdin.on('error', () => {});
    running.push(this.#process);
  }

  /** One after the other: a program that warms up while another one does would make both slow, and take its memory. */
  async warmUp() {
    const line = await this.#read();
    if (line !== 'ready') this.#fail(`${this.who} said '${line}', expected ready`);
  }

  /** @returns milliseconds */
  async step() {
    this.#process.stdin.write('step\n');
    const milliseconds = Number(await this.#read());
    if (!(milliseconds > 0)) this.#fail(`${this.who} gave no time`);
    return milliseconds;
  }

  async finish() {
    this.#process.stdin.end();
    this.result = JSON.parse(await this.#read());
  }

  async #read() {
    const { value, done } = await this.#lines.next();
    if (done) this.#fail(`${this.who} ended early; what it printed is above`);
    return value;
  }
}

export function endContenders() {
  for (const child of running) child.kill();
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), `|---|${'---:|'.repeat(head.length - 1)}`, ...rows.map(line)].join('\n');
}
