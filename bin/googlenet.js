#!/usr/bin/env node
// What `npx googlenet` runs: the compiled command line.
import { existsSync } from 'node:fs';

const compiled = new URL('../dist/cli/main.js', import.meta.url);
if (existsSync(compiled)) {
  const { main } = await import(compiled.href);
  await main();
} else {
  console.error('error NOT_BUILT: dist/cli/main.js is missing · hint: run `npm run build`');
  process.exitCode = 1;
}
