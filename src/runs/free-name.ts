// A name for what is set aside: nothing that was set aside earlier is written over.
import { lstatSync } from 'node:fs';
import { reading } from './reading.ts';

/** `PATH`, or where that is taken `PATH-2`, `PATH-3`, … @throws RunFolderError */
export function freeName(path: string): string {
  const isTaken = (name: string) => reading(name, () => lstatSync(name, { throwIfNoEntry: false })) !== undefined;
  let name = path;
  for (let number = 2; isTaken(name); number++) name = `${path}-${number}`;
  return name;
}
