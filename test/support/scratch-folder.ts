// vitest's global set-up: all temporary folders of a run of the tests lie in one, removed at its end, also those of
// tests that were killed. Files of tests share it: what it is for is made by the first that needs it (trained-run.ts).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    readonly scratchFolder: string;
  }
}

/** Where `os.tmpdir` looks: on Unix, on Windows. Workers and what they start inherit it. */
const variables = ['TMPDIR', 'TEMP'] as const;

export function setup(project: TestProject): () => void {
  const path = mkdtempSync(join(tmpdir(), 'googlenet-tests-'));
  for (const variable of variables) process.env[variable] = path;
  project.provide('scratchFolder', path);
  return () => rmSync(path, { recursive: true, force: true });
}
