// `npm start`: set-up, then the main job. Flags pass through: `npm start -- --epochs 3 --seed 1`.
import { endLike, runNode } from './setup/command.mjs';
import { projectPath } from './setup/project.mjs';
import { setUp } from './setup.mjs';

const flags = process.argv.slice(2);
/** What is trained by default: what is above 90 % in minutes; of pictures of one's own, what `train` itself does. The user's flags
 * come after these, and count more. */
const isGiven = (name) => flags.some((flag) => flag === name || flag.startsWith(`${name}=`));
const defaultFlags = ['--data', '--recipe', '--resume'].some(isGiven) ? [] : ['--recipe', 'fast'];

if (await setUp()) {
  console.log();
  endLike(await runNode([projectPath('bin/googlenet.js'), 'train', ...defaultFlags, ...flags]));
} else {
  process.exitCode = 1;
}
