#!/usr/bin/env node
// Steps of an earlier commit's program and of this checkout's, which take turns: whether a change has made them slower.
//   npm run build && node bench/before-after.mjs --before COMMIT --engines onednn,onnxruntime --modes train,infer --steps 20 [--save FILE.md]
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectPath } from '../scripts/setup/project.mjs';
import { Contender, endContenders, median, table } from './contender.mjs';
import { describeMachine } from './describe-machine.mjs';

const { values: options } = parseArgs({
  options: {
    before: { type: 'string' },
    engines: { type: 'string', default: 'onednn,onnxruntime' },
    modes: { type: 'string', default: 'train,infer' },
    steps: { type: 'string', default: '20' },
    'batch-size': { type: 'string', default: '128' },
    'image-size': { type: 'string', default: '96' },
    save: { type: 'string' },
  },
});
const git = (...argv) => execFileSync('git', argv, { cwd: projectPath('.'), encoding: 'utf8' }).trim();
const fail = (message) => {
  endContenders();
  console.error(`before-after: ${message}`);
  process.exit(1);
};
if (options.before === undefined) fail('--before is missing: an earlier commit');

/** @returns the program of a commit, built in the folder for temporary files, with this checkout's dependencies */
function build(commit) {
  const folder = join(tmpdir(), `googlenet-${commit}`);
  if (!existsSync(join(folder, 'dist/cli/main.js'))) {
    mkdirSync(folder, { recursive: true });
    const archive = execFileSync('git', ['archive', commit], { cwd: projectPath('.'), maxBuffer: 2 ** 30 });
    execFileSync('tar', ['-x', '-C', folder], { input: archive });
    if (!existsSync(join(folder, 'node_modules')))
      symlinkSync(projectPath('node_modules'), join(folder, 'node_modules'));
    execFileSync('npm', ['run', '-s', 'build'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  return join(folder, 'bin/googlenet.js');
}

const commits = [git('rev-parse', '--short', options.before), git('rev-parse', '--short', 'HEAD')];
const programs = [build(commits[0]), projectPath('bin/googlenet.js')];
const sizes = ['--batch-size', options['batch-size'], '--image-size', options['image-size']];

/** The two programs, one step each in turn. */
async function compare(engine, mode) {
  const argv = ['bench', '--engine', engine, '--mode', mode, '--interactive', '--json', ...sizes];
  const contenders = [];
  for (const [index, program] of programs.entries()) {
    const who = `${engine} of ${commits[index]}`;
    const contender = new Contender({ who, command: process.execPath, argv: [program, ...argv], fail });
    await contender.warmUp();
    contenders.push(contender);
  }
  const times = [[], []];
  for (let step = 0; step < Number(options.steps); step++) {
    // Whoever goes second finds the machine as the first has left it.
    for (const index of step % 2 === 0 ? [0, 1] : [1, 0]) times[index].push(await contenders[index].step());
  }
  for (const contender of contenders) await contender.finish();
  const ratios = times[0].map((before, step) => before / times[1][step]);
  const row = [
    engine,
    mode,
    ...times.map((each) => `${median(each).toFixed(1)} ms`),
    `${median(ratios).toFixed(3)} ×`,
    ...contenders.map(({ result }) => `${Math.round(result.peakRssMb)} MB`),
  ];
  console.error(row.join(' · '));
  return row;
}

const rows = [];
for (const engine of options.engines.split(','))
  for (const mode of options.modes.split(',')) rows.push(await compare(engine, mode));
const subjects = commits.map((commit) => git('log', '-1', '--format=%s', commit));
const head = ['engine', 'mode', 'step before', 'step after', 'speed of after', 'memory before', 'memory after'];
const report = `# Before and after, ${new Date().toISOString().slice(0, 10)}

Before: ${commits[0]} (${subjects[0]}). After: ${commits[1]} (${subjects[1]}).
GoogLeNet, batch ${options['batch-size']}, ${options['image-size']}×${options['image-size']}, all cores; ${options.steps} steps of each, in turn; the ratio is the median of pairs.

${table(head, rows)}

${describeMachine()} · Node ${process.version} · \`node bench/before-after.mjs --before ${options.before} --engines ${options.engines} --modes ${options.modes} --steps ${options.steps}\`
`;
process.stdout.write(report);
if (options.save !== undefined) writeFileSync(options.save, report);
