// The commit of the folder that a command runs in, for the record.
import { execFileSync } from 'node:child_process';

export interface GitCommit {
  readonly commit: string;
  /** Whether tracked files differ from it. */
  readonly isModified: boolean;
}

/** @returns undefined where there is no repository, or no git */
export function readGitCommit(folder: string): GitCommit | undefined {
  const git = (...words: readonly string[]) =>
    execFileSync('git', words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 2000 });
  try {
    const commit = git('rev-parse', 'HEAD').trim();
    return { commit, isModified: git('status', '--porcelain', '--untracked-files=no') !== '' };
  } catch {
    return undefined;
  }
}
