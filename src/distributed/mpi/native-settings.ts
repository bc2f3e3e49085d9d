// What MPI and its parts read of the environment. As they are, some of them replace functions of the memory allocation while the
// process runs. Open MPI 4.1 has been seen to crash when Node ends; and with the hooks of UCX, which Debian's MPICH links to, one start
// of some twenty crashed on a busy machine, with memory that was gone from V8's heap.
import type { AbiName, Variables } from './launcher.ts';

/** UCX reads it as soon as it is in memory. */
const beforeLoading = { UCX_MEM_EVENTS: 'no' } as const;
const beforeInit: Readonly<Record<AbiName, Readonly<Record<string, string>>>> = {
  mpich: {},
  openmpi: { OMPI_MCA_osc: '^ucx', OMPI_MCA_memory: '^patcher' },
};

/** @param variables as the user has set them; what is there is left */
export function setBeforeLoading(variables: Variables): void {
  set(beforeLoading, variables);
}

/** @param variables as the user has set them; what is there is left */
export function setBeforeInit(abi: AbiName, variables: Variables): void {
  set(beforeInit[abi], variables);
}

function set(settings: Readonly<Record<string, string>>, variables: Variables): void {
  for (const [name, value] of Object.entries(settings)) {
    if (variables[name] === undefined) process.env[name] = value;
  }
}
