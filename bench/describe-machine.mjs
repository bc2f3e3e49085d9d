// What a table was measured on.
import { cpus, totalmem } from 'node:os';

export function describeMachine() {
  return `${cpus()[0].model.trim()}, ${cpus().length} logical cores, ${(totalmem() / 1e9).toFixed(0)} GB`;
}
