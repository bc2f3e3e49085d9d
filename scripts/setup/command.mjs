// Runs other programs: quietly, keeping what they print, or in the foreground, as if the user had started them.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { pathToFileURL } from 'node:url';
import { projectPath } from './project.mjs';

/**
 * Runs a command in the checkout without a word.
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<{ code: number, output: string }>} both streams as one; code 127 if there is no such command
 */
export function capture(command, args, options = {}) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(command, args, { cwd: projectPath('.'), stdio: ['ignore', 'pipe', 'pipe'], ...options });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        output += text;
      });
    }
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code, signal) => resolve({ code: code ?? 128 + constants.signals[signal], output }));
  });
}

/**
 * npm, by the file that started this script if npm did: on Windows `npm` is a batch file, which spawn does not run.
 * @param {readonly string[]} args
 */
export function captureNpm(args, options = {}) {
  const path = process.env.npm_execpath;
  if (path?.endsWith('npm-cli.js')) return capture(process.execPath, [path, ...args], options);
  return capture('npm', args, { shell: process.platform === 'win32', ...options });
}

/**
 * Runs Node on the terminal until it ends, passing signals on. A terminal sends Ctrl-C to every process in the
 * foreground, the child too, and npm may send it to its script once more: passed on, the child would get it repeatedly.
 * @param {readonly string[]} args of Node: the script and its arguments
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>} how the child ended
 */
export async function runNode(args) {
  const lostTerminal = pathToFileURL(projectPath('dist/cli/terminal/lost-terminal.js')).href;
  const { replaceLostTerminal } = await import(lostTerminal);
  replaceLostTerminal();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: projectPath('.'), stdio: 'inherit' });
    const passOn = (signal) => {
      const hasIt = process.stdin.isTTY && signal === 'SIGINT';
      if (!hasIt) child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, passOn);
    const end = (result) => {
      for (const signal of signals) process.off(signal, passOn);
      resolve(result);
    };
    child.once('error', (error) => {
      console.error(error.message);
      end({ code: 127, signal: null });
    });
    child.once('exit', (code, signal) => end({ code, signal }));
  });
}

/**
 * Ends this process the way the child ended.
 * @param {{ code: number | null, signal: NodeJS.Signals | null }} result
 */
export function endLike({ code, signal }) {
  if (signal !== null) process.kill(process.pid, signal);
  process.exitCode = code ?? 1;
}

/**
 * @param {string} text
 * @param {number} count
 */
export function firstLines(text, count) {
  return text.trim().split('\n').slice(0, count).join('\n');
}
