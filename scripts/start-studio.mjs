// The studio of a folder of runs in a process of its own, for whatever looks at its page.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { projectPath } from './setup/project.mjs';

/** @returns the page's address, and what ends the studio */
export async function startStudio(directory) {
  const argv = [projectPath('bin/googlenet.js'), 'studio', directory, '--until-input-ends', '--lang', 'en'];
  const child = spawn(process.execPath, argv, { stdio: ['pipe', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const [url] = /http:\/\/\S+\//.exec(line) ?? [];
    if (url !== undefined) return { url, end: () => child.stdin.end() };
  }
  throw new Error('the studio did not start');
}
