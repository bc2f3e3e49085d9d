import { expect, it } from 'vitest';
import { launcherOf } from './launcher.ts';

it.each([
  ['mpirun of Open MPI', { OMPI_COMM_WORLD_RANK: '1', OMPI_COMM_WORLD_SIZE: '4', PMIX_RANK: '1' }, ['openmpi'], 4, 1],
  ['mpiexec of MPICH', { PMI_RANK: '0', PMI_SIZE: '2', PMI_FD: '9' }, ['mpich'], 2, 0],
  ['mpiexec of MPICH', { PMI_RANK: '0', PMI_SIZE: '8', SLURM_PROCID: '0', SLURM_STEP_NUM_TASKS: '2' }, ['mpich'], 8, 0],
  ['a launcher with PMIx', { PMIX_RANK: '3', SLURM_STEP_NUM_TASKS: '16' }, ['openmpi', 'mpich'], 16, 3],
  ['a launcher with PMIx', { PMIX_RANK: '3' }, ['openmpi', 'mpich'], undefined, 3],
  ["Slurm's srun", { SLURM_PROCID: '0', SLURM_STEP_NUM_TASKS: '3' }, ['mpich', 'openmpi'], 3, 0],
])('%s is known by its variables', (name, variables, abis, size, rank) => {
  expect(launcherOf(variables)).toEqual({ name, abis, size, rank });
});

it('sees none in a shell, in a batch script of Slurm, or where a variable is empty', () => {
  expect(launcherOf({ PATH: '/bin' })).toBeUndefined();
  expect(launcherOf({ SLURM_PROCID: '0', SLURM_NTASKS: '4', SLURM_JOB_ID: '7' })).toBeUndefined();
  expect(launcherOf({ SLURM_PROCID: '0', SLURM_STEP_NUM_TASKS: '1' })).toBeUndefined();
  expect(launcherOf({ OMPI_COMM_WORLD_RANK: '', PMI_RANK: '' })).toBeUndefined();
});
