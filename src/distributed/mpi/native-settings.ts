// What MPI and its parts read of the environment. As they are, some of them replace functions of the memory allocation while the
// process runs. Open MPI 4.1 has been seen to crash when Node ends; and with the hooks of UCX, which Debian's MPICH links to, one start
// of some twenty crashed on a busy machine, with memory that was gone from V8's heap.
import type { AbiName, Variables } from './launcher.ts';

/** UCX reads it as soon as it is in memory. @param variables as the user has set them; what is there is left */
export function setBeforeLoading(variables: Variables): void {
  if (variables.UCX_MEM_EVENTS === undefined) process.env.UCX_MEM_EVENTS = 'no';
}

/** @param variables as the user has set them; what is there is left */
export function setBeforeInit(abi: AbiName, variables: Variables): void {
  if (abi !== 'openmpi') return;
  if (variables.OMPI_MCA_osc === undefined) process.env.OMPI_MCA_osc = '^ucx';
  if (variables.OMPI_MCA_memory === undefined) process.env.OMPI_MCA_memory = '^patcher';
}
