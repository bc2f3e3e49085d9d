// vitest's global set-up: a folder that the files of tests of one run share, removed at its end. What it is for is made
// by the first that needs it (trained-run.ts), so other tests pay nothing.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    readonly studioFolder: string;
  }
}

export function setup(project: TestProject): () => void {
  const path = mkdtempSync(join(tmpdir(), 'googlenet-studio-shared-'));
  project.provide('studioFolder', path);
  return () => rmSync(path, { recursive: true, force: true });
}
