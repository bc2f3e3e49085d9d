// Step 3: dist/ is what the sources say. A hash of all that goes into the build is kept in dist/; times of files would
// mislead after a git checkout, and would not notice a source that was deleted.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { captureNpm, firstLines } from './command.mjs';
import { projectPath } from './project.mjs';
import { SetupError } from './setup-error.mjs';

const settings = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'vite.config.ts'];
const stamp = projectPath('dist/.sources.sha256');

/** @returns {Promise<import('./report.mjs').StepResult>} */
export async function ensureBuild() {
  const hash = hashSources();
  if (readStamp() === hash) return { mark: 'done', text: 'up to date' };

  // In place: a training that runs from dist/ may yet load a module of it.
  rmSync(stamp, { force: true });
  const { code, output } = await captureNpm(['run', '--silent', 'build']);
  if (code !== 0) throw new SetupError('npm run build failed:', firstLines(output, 40));
  removeOrphans();
  writeFileSync(stamp, hash);
  return { mark: 'done', text: 'compiled to dist/' };
}

/** Removes what an earlier build made of sources that are gone. */
function removeOrphans() {
  for (const path of readdirSync(projectPath('dist'), { recursive: true })) {
    // The page's files: vite empties their folder itself.
    if (path.startsWith('web')) continue;
    const output = path.match(/^(.+?)(\.d\.ts|\.js)$/);
    if (output !== null && !existsSync(projectPath(`src/${output[1]}.ts`))) rmSync(projectPath(`dist/${path}`));
  }
}

/** @returns {string} SHA-256 of the names and contents of everything that decides what the build is */
function hashSources() {
  const sources = ['src', 'web', 'scripts/build']
    .flatMap((folder) =>
      readdirSync(projectPath(folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
        .map((entry) => relative(projectPath('.'), join(entry.parentPath, entry.name)).replaceAll('\\', '/')),
    )
    .sort();
  const hash = createHash('sha256');
  for (const path of [...settings, ...sources]) {
    const content = readFileSync(projectPath(path));
    hash.update(`${path} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

/** @returns {string | undefined} */
function readStamp() {
  try {
    return readFileSync(stamp, 'utf8');
  } catch {
    return undefined;
  }
}
