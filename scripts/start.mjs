// `npm start`: set-up, then the main job. Flags pass through: `npm start -- --epochs 3 --seed 1`.
import { endLike, runNode } from './setup/command.mjs';
import { projectPath } from './setup/project.mjs';
import { setUp } from './setup.mjs';

const flags = process.argv.slice(2);
/** What is trained by default: one epoch, with momentum so that one already classifies well; of pictures of one's own,
 * what `train` itself does. The user's flags come after these, and the last one counts. */
const isOwn = flags.some((flag) => flag === '--data' || flag.startsWith('--data='));
const defaultFlags = isOwn ? [] : ['--epochs', '1', '--batch-size', '64', '--momentum', '0.9'];

if (await setUp()) {
  console.log();
  endLike(await runNode([projectPath('bin/googlenet.js'), 'train', ...defaultFlags, ...flags]));
} else {
  process.exitCode = 1;
}
