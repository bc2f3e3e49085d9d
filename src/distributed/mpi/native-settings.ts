// What Open MPI and its parts read of the environment when they start. As they are, some of them replace functions of the
// memory allocation while they run and are gone when Node ends: Open MPI 4.1 has been seen to crash then.
import type { AbiName, Variables } from './launcher.ts';

/** @param variables as the user has set them; what is there is left */
export function setBeforeInit(abi: AbiName, variables: Variables): void {
  // Elsewhere these are not known, and UCX warns of them.
  if (abi !== 'openmpi') return;
  if (variables.UCX_MEM_EVENTS === undefined) process.env.UCX_MEM_EVENTS = 'no';
  if (variables.OMPI_MCA_osc === undefined) process.env.OMPI_MCA_osc = '^ucx';
  if (variables.OMPI_MCA_memory === undefined) process.env.OMPI_MCA_memory = '^patcher';
}
