// `npm run release`: packs and publishes. Arguments go to npm: `npm run release -- --dry-run`. The registry is told where the
// package was made (publishConfig.provenance), which only CI can prove, with the right to ask for an identity token.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack } from './pack.mjs';
import { publishingFault } from './package/publishing-fault.mjs';
import { captureNpm } from './setup/command.mjs';
import { projectPath } from './setup/project.mjs';

const fault = publishingFault(JSON.parse(readFileSync(projectPath('package.json'), 'utf8')));
if (fault !== undefined) {
  console.error(fault);
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), 'googlenet-release-'));
try {
  const { code, output } = await captureNpm(['publish', await pack(folder), ...process.argv.slice(2)]);
  console.log(output.trim());
  process.exitCode = code;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
