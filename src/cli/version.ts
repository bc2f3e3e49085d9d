// The version of this package.
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** The version in package.json, two folders up from src/cli as from dist/cli. */
export function readVersion(): string {
  const file = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(file)).version;
}
