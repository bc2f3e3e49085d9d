// Which launcher started this process, as the variables tell that it gave to it: an MPI of another one would make a world of
// one process. Only the command line reads the environment, so the variables come in.
export type Variables = Readonly<Record<string, string | undefined>>;

/** Kinds of MPI by the ABI of their libraries. */
export type AbiName = 'mpich' | 'openmpi';

export interface Launcher {
  /** For people. */
  readonly name: string;
  /** Kinds of MPI that it can start, the likelier one first. */
  readonly abis: readonly AbiName[];
  /** Processes that it started, where it tells. */
  readonly size: number | undefined;
  /** Which of them this one is, where it tells; MPI may number them otherwise. */
  readonly rank: number | undefined;
}

interface Row {
  readonly name: string;
  readonly abis: readonly AbiName[];
  /** The one by which it is known. */
  readonly mark: string;
  readonly rank: string;
  readonly sizes: readonly string[];
}

/** Slurm's own variables stand last: it also starts the launchers above. */
const rows: readonly Row[] = [
  {
    name: 'mpirun of Open MPI',
    abis: ['openmpi'],
    mark: 'OMPI_COMM_WORLD_RANK',
    rank: 'OMPI_COMM_WORLD_RANK',
    sizes: ['OMPI_COMM_WORLD_SIZE'],
  },
  { name: 'mpiexec of MPICH', abis: ['mpich'], mark: 'PMI_RANK', rank: 'PMI_RANK', sizes: ['PMI_SIZE'] },
  { name: 'a launcher with PMI', abis: ['mpich'], mark: 'PMI_FD', rank: 'PMI_RANK', sizes: ['PMI_SIZE'] },
  {
    name: 'a launcher with PMIx',
    abis: ['openmpi', 'mpich'],
    mark: 'PMIX_RANK',
    rank: 'PMIX_RANK',
    sizes: ['SLURM_STEP_NUM_TASKS'],
  },
];

/** @returns undefined where no launcher started this process */
export function launcherOf(variables: Variables): Launcher | undefined {
  const row = rows.find(({ mark }) => isSet(variables[mark]));
  if (row !== undefined) {
    const { name, abis, sizes, rank } = row;
    const size = sizes.map((key) => wholeOf(variables[key])).find((found) => found !== undefined && found > 0);
    return { name, abis, size, rank: wholeOf(variables[rank]) };
  }
  // In a batch script Slurm sets these too, but for one task. Told of no MPI, it lets an MPICH make worlds of one process, which is noticed,
  // and has an Open MPI end the process with words of its own.
  const tasks = wholeOf(variables.SLURM_STEP_NUM_TASKS);
  return tasks !== undefined && tasks > 1 && isSet(variables.SLURM_PROCID)
    ? { name: "Slurm's srun", abis: ['mpich', 'openmpi'], size: tasks, rank: wholeOf(variables.SLURM_PROCID) }
    : undefined;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

function wholeOf(value: string | undefined): number | undefined {
  return value !== undefined && /^(0|[1-9]\d*)$/.test(value) ? Number(value) : undefined;
}
