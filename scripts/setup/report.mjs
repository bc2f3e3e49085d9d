// One tidy line per step: a mark, the step's name, what was found or done, and the seconds when they are felt.
import { SetupError } from './setup-error.mjs';

/** @typedef {{ mark: 'done' | 'skipped' | 'warning', text: string }} StepResult */

/** The sign of each mark, and its ANSI colour. */
const signs = { done: ['✓', 32], skipped: ['–', 2], warning: ['!', 33], failed: ['✗', 31] };

// Whoever reads this may stop reading, and a terminal may be closed: set-up and what comes after it go on.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

const inTerminal = process.stdout.isTTY === true;
const inColour = inTerminal && process.env.NO_COLOR === undefined;

/**
 * Runs a step and prints its line; an error becomes a line too, never a stack trace.
 * @param {{ label: string, required: boolean, run: () => Promise<StepResult> | StepResult }} step
 * @returns {Promise<boolean>} whether the step ended without an error
 */
export async function reportStep({ label, required, run }) {
  const begin = performance.now();
  if (inTerminal) process.stdout.write(`… ${label}`);
  try {
    const { mark, text } = await run();
    printLine(mark, label, text, performance.now() - begin);
    return true;
  } catch (error) {
    printLine(required ? 'failed' : 'warning', label, error.message, performance.now() - begin);
    if (error instanceof SetupError && error.output !== '') console.log(error.output.replace(/^/gm, '  '));
    return false;
  }
}

/**
 * @param {keyof typeof signs} mark
 * @param {string} label
 * @param {string} text
 * @param {number} [milliseconds] shown from one second on
 */
export function printLine(mark, label, text, milliseconds = 0) {
  const [sign, colour] = signs[mark];
  const paintedSign = inColour ? `\x1b[${colour}m${sign}\x1b[0m` : sign;
  const seconds = milliseconds < 1000 ? '' : ` · ${(milliseconds / 1000).toFixed(1)} s`;
  // The running step's name stands on this line of a terminal: clear it.
  // The texts of others must not drive the terminal.
  const line = `${label.padEnd(9)} ${text}${seconds}`.replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, '\ufffd');
  console.log(`${inTerminal ? '\r\x1b[2K' : ''}${paintedSign} ${line}`);
}
