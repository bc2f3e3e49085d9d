// Steps 4 and 5: what comes from the system. Both can be done without, so nothing here stops set-up; each row says
// what its absence costs. Installed only as root or with passwordless sudo, and never asked for twice: a refusal is
// remembered until `npm run setup` or the next `npm ci`.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { capture } from './command.mjs';
import { findChromium } from './find-chromium.mjs';
import { findDataset } from './find-dataset.mjs';
import { findOneDnn } from './find-onednn.mjs';
import { findProgram } from './find-program.mjs';
import { findPackageManager } from './package-managers.mjs';
import { projectPath } from './project.mjs';

/**
 * @typedef {object} SystemPackage
 * @property {string} label
 * @property {() => Promise<string | undefined> | string | undefined} find where it is, if it is there
 * @property {string} note said of it where it is found
 * @property {string} cost what its absence costs
 * @property {readonly string[]} [withoutRoot] arguments of our own program that get it where apt may not install it
 * @property {import('./package-managers.mjs').PackageName} [apt]
 * @property {import('./package-managers.mjs').PackageName} [dnf]
 * @property {import('./package-managers.mjs').PackageName} [brew]
 */

/** @type {readonly SystemPackage[]} */
export const systemPackages = [
  {
    label: 'dataset',
    find: findDataset,
    note: '',
    cost: 'the first training downloads it (30 MB)',
    apt: { name: 'dataset-fashion-mnist' },
  },
  {
    label: 'oneDNN',
    find: findOneDnn,
    note: '',
    cost: 'training takes about three times as long, on ONNX Runtime',
    // Debian 12 and Ubuntu 22.04: libdnnl2. Later: libdnnl3, libdnnl3.6.
    apt: { name: 'libdnnl2', alsoKnownAs: /^libdnnl[0-9.]+(t64)?$/ },
    dnf: { name: 'onednn' },
    brew: { name: 'onednn' },
    withoutRoot: ['doctor', '--fix'],
  },
];

/** What the tests need beside. @type {readonly SystemPackage[]} */
export const testPackages = [
  {
    label: 'Chromium',
    find: findChromium,
    note: '',
    cost: "the tests of the studio's page are skipped",
    apt: { name: 'chromium' },
    dnf: { name: 'chromium' },
  },
  {
    label: 'strace',
    find: () => findProgram(['strace']),
    note: '',
    cost: 'the test that no command connects anywhere or writes elsewhere is skipped',
    apt: { name: 'strace' },
    dnf: { name: 'strace' },
  },
  {
    label: 'Vulkan',
    find: () => ['/usr/lib/x86_64-linux-gnu', '/usr/lib64'].map(vulkanIn).find((file) => existsSync(file)),
    note: '',
    cost: 'the tests of the engine webgpu are skipped',
    apt: { name: 'libvulkan1' },
    dnf: { name: 'vulkan-loader' },
  },
  ...[
    { label: 'MPICH', program: 'mpirun.mpich', name: 'mpich' },
    { label: 'Open MPI', program: 'mpirun.openmpi', name: 'openmpi-bin' },
  ].map(({ label, program, name }) => ({
    label,
    find: () => findProgram([program]),
    note: '',
    cost: 'the tests of ranks that it joins are skipped',
    apt: { name },
  })),
  ...['zsh', 'fish'].map((shell) => ({
    label: shell,
    find: () => findProgram([shell]),
    note: '',
    cost: 'the test that it completes our commands is skipped',
    apt: { name: shell },
    dnf: { name: shell },
  })),
];

/** @param {string} folder */
function vulkanIn(folder) {
  return `${folder}/libvulkan.so.1`;
}

/**
 * @param {SystemPackage} row
 * @param {{ retry: boolean }} options retry: try again what was refused before
 * @returns {Promise<import('./report.mjs').StepResult>}
 */
export async function ensureSystemPackage(row, { retry }) {
  const found = await row.find();
  if (found !== undefined) return { mark: 'done', text: found + row.note };

  const manager = findPackageManager();
  if (manager === undefined) {
    return { mark: 'skipped', text: `not here, and neither are apt, dnf or brew to install it: ${row.cost}` };
  }
  const wanted = row[manager.name];
  if (wanted === undefined) {
    return { mark: 'skipped', text: `not here, and ${manager.name} does not have it: ${row.cost}` };
  }
  const refusal = projectPath(`node_modules/.cache/googlenet/refused-${row.label}`);
  if (existsSync(refusal) && !retry) {
    const before = `${manager.name} could not install it before (npm run setup tries again)`;
    return { mark: 'skipped', text: `not here, ${before}: ${row.cost}` };
  }
  if (!(await manager.mayInstall())) {
    if (manager.name === 'apt' && row.withoutRoot !== undefined) {
      await capture(process.execPath, [projectPath('bin/googlenet.js'), ...row.withoutRoot]);
      const unpacked = await row.find();
      if (unpacked !== undefined) return { mark: 'done', text: `${unpacked}, unpacked without root` };
      remember(refusal);
    }
    const command = `${manager.program} install ${wanted.name}`;
    return { mark: 'warning', text: `not here, "${command}" needs ${manager.needs}: ${row.cost}` };
  }
  const complaint = await manager.install(wanted);
  const installed = await row.find();
  if (installed !== undefined) return { mark: 'done', text: `${installed}, installed with ${manager.name}${row.note}` };
  remember(refusal);
  const reason = complaint || 'it says it did, but the files are not where they belong';
  return { mark: 'warning', text: `${manager.name} could not install it (${reason}): ${row.cost}` };
}

/** @param {string} path */
function remember(path) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '');
}
