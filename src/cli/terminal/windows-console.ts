// Whether what a terminal shows goes to Windows' own console (conhost), whose fonts have the characters of WGL4 alone: thin lines,
// blocks and the middle dot, but no heavy lines. Other terminals on Windows tell of themselves.
// see: https://learn.microsoft.com/en-us/typography/develop/character-sets (WGL4)
import type { Environment } from '../command-context.ts';

/** Windows Terminal, ConEmu, VS Code, mintty, Alacritty, WezTerm and others set one of these. */
const others = ['WT_SESSION', 'ConEmuTask', 'TERM_PROGRAM', 'TERM', 'ALACRITTY_LOG', 'TERMINAL_EMULATOR'] as const;

export function isWindowsConsole(platform: NodeJS.Platform, env: Environment): boolean {
  return platform === 'win32' && others.every((name) => (env[name] ?? '') === '');
}
