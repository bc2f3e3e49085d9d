// `npm run test:distributed -- --faults 60`: the trainings of several processes that are disturbed, oftener than `npm test` does
// it, half of them under each MPI. Writes what came of it to test/distributed/faults.md.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { runWithCount } from './run-with-count.mjs';
import { machineHere } from './setup/machine.mjs';
import { projectPath } from './setup/project.mjs';

const record = projectPath('node_modules/.cache/googlenet-faults.jsonl');
rmSync(record, { force: true });
process.env.GOOGLENET_DISTRIBUTED_RECORD = record;
runWithCount({
  folder: 'test/crash/distributed.test.ts',
  option: 'faults',
  fallback: '60',
  variable: 'GOOGLENET_DISTRIBUTED_FAULTS',
  share: 2,
});
if (existsSync(record)) {
  const lines = readFileSync(record, 'utf8').trimEnd().split('\n');
  const faults = lines.map((line) => JSON.parse(line));
  writeFileSync(projectPath('test/distributed/faults.md'), page(faults, process.exitCode === 0));
}

/** @param {readonly { kind: string, name: string, isEarly: boolean, ended: boolean, took: number }[]} faults */
function page(faults, isWhole) {
  const groups = new Set(faults.map(({ kind, name }) => `${kind} | ${name}`));
  const rows = [...groups].map((group) => {
    const list = faults.filter(({ kind, name }) => group === `${kind} | ${name}`);
    const times = list.map(({ took }) => took);
    const early = list.filter(({ isEarly }) => isEarly).length;
    const late = list.filter(({ ended }) => ended).length;
    return `| ${group} | ${list.length} | ${early} | ${late} | ${Math.max(...times)} |`;
  });
  return `# Faults of trainings of several processes

Written by \`npm run test:distributed\` on ${new Date().toISOString().slice(0, 10)}: ${machineHere()}.
${faults.length} faults at random moments${isWhole ? '' : ', of which the last one failed'}; after each, nothing hung, and the resumed training ended with the undisturbed one's bytes.

| MPI | fault | times | before the first step | after the end | longest time to the end, ms |
|---|---|---|---|---|---|
${rows.sort().join('\n')}
`;
}
