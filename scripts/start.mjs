// `npm start`: set-up, then the main job. Flags pass through: `npm start -- --epochs 3 --seed 1`.
import { endLike, runNode } from './setup/command.mjs';
import { projectPath } from './setup/project.mjs';
import { setUp } from './setup.mjs';

/** What is trained by default: one epoch, with momentum so that one already classifies well.
 * The user's flags come after these, and the last one counts. */
const defaultFlags = ['--epochs', '1', '--batch-size', '64', '--momentum', '0.9'];

if (await setUp()) {
  console.log();
  endLike(await runNode([projectPath('bin/googlenet.js'), 'train', ...defaultFlags, ...process.argv.slice(2)]));
} else {
  process.exitCode = 1;
}
