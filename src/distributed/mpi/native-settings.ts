// What MPI and its parts read of the environment when they start. As they are, some of them replace functions of the memory
// allocation while the process runs. Open MPI 4.1 has been seen to crash when Node ends; and under UCX, which Debian's MPICH uses too,
// one start of some twenty crashed on a busy machine, with memory that was gone from V8's heap.
import type { AbiName, Variables } from './launcher.ts';

const settings: Readonly<Record<AbiName, Readonly<Record<string, string>>>> = {
  mpich: { UCX_MEM_EVENTS: 'no' },
  openmpi: { UCX_MEM_EVENTS: 'no', OMPI_MCA_osc: '^ucx', OMPI_MCA_memory: '^patcher' },
};

/** @param variables as the user has set them; what is there is left */
export function setBeforeInit(abi: AbiName, variables: Variables): void {
  for (const [name, value] of Object.entries(settings[abi])) {
    if (variables[name] === undefined) process.env[name] = value;
  }
}
