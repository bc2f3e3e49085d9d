// Opens an address in the browser that the system would take.
import type { CommandContext } from '../command-context.ts';

const openers: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** @param onFailure called once, at some later time, if there is none */
export function openBrowser(url: string, { spawn }: Pick<CommandContext, 'spawn'>, onFailure: () => void): void {
  const [command, ...words] = openers[process.platform] ?? ['xdg-open'];
  const opener = spawn(command, [...words, url], { stdio: 'ignore', detached: true });
  let hasFailed = false;
  const fail = () => {
    if (!hasFailed) onFailure();
    hasFailed = true;
  };
  opener.once('error', fail);
  opener.once('exit', (code) => {
    if (code !== 0) fail();
  });
  opener.unref();
}
