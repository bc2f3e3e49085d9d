// What a record was made on.
import { cpus } from 'node:os';

/** @returns {string} e.g. `AMD EPYC, 2 cores` */
export function machineHere() {
  const { length: cores, 0: first } = cpus();
  return `${first?.model.trim()}, ${cores} cores`;
}
