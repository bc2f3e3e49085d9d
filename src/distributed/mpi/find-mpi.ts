// The MPI that fits the launcher: loaded, and asked which one it is.
import koffi, { type LibraryHandle } from 'koffi';
import { CollectiveError } from '../../errors/collective-error.ts';
import { reasonOf } from '../../errors/reason-of.ts';
import { requireRegularFileSync } from '../../formats/regular-file.ts';
import { abis, textBytes } from './abi-table.ts';
import type { AbiName, Launcher } from './launcher.ts';

export interface FoundMpi {
  readonly library: LibraryHandle;
  readonly abi: AbiName;
  /** The file, or the name that the loader knows it by. */
  readonly path: string;
  /** E.g. `MPICH 4.0.2`. */
  readonly version: string;
}

/** In the order in which they are looked for where no launcher says which. */
const abiNames = Object.keys(abis) as readonly AbiName[];

/**
 * @param options.path the file of the library, and the only one that is tried
 * @throws CollectiveError with every place that was searched and what was wrong there
 */
export function findMpi({
  path,
  launcher,
}: {
  readonly path?: string | undefined;
  readonly launcher?: Launcher | undefined;
}): FoundMpi {
  const tried: string[] = [];
  const names = launcher?.abis ?? abiNames;
  const candidates =
    path === undefined ? names.flatMap((name) => abis[name].libraries[process.platform] ?? []) : [path];
  for (const candidate of candidates) {
    try {
      // Parts that Open MPI loads later look for its functions among those of the whole process.
      return openMpiLibrary(candidate, { global: true });
    } catch (error) {
      tried.push(`${candidate}: ${reasonOf(error)}`);
    }
  }
  if (tried.length === 0) tried.push(`MPI is not known on ${process.platform}`);
  throw new CollectiveError(`MPI was not found. Searched:\n${tried.map((line) => `  ${line}`).join('\n')}`, {
    problem: 'unavailable',
    hint: installHint(names, path !== undefined),
  });
}

/** Every MPI that the loader finds. */
export function installedMpi(): readonly Pick<FoundMpi, 'path' | 'version'>[] {
  return abiNames.flatMap((name) => {
    for (const path of abis[name].libraries[process.platform] ?? []) {
      try {
        return [openMpiLibrary(path, { global: false })];
      } catch {
        // The next name, or none.
      }
    }
    return [];
  });
}

function openMpiLibrary(path: string, scope: { readonly global: boolean }): FoundMpi {
  // A bare name is left to the loader; a path is checked first, since the loader would open whatever it leads to.
  if (/[\\/]/.test(path)) requireRegularFileSync(path);
  const library = koffi.load(path, scope);
  const words = ownWords(library);
  for (const abi of abiNames)
    for (const [name, pattern] of Object.entries(abis[abi].versions)) {
      const version = pattern.exec(words)?.[1];
      if (version !== undefined) return { library, abi, path, version: `${name} ${version}` };
    }
  throw new CollectiveError(`is not known: '${words.split('\n', 1)[0].slice(0, 80)}'`, { problem: 'unavailable' });
}

/** What MPI says before it is started. */
function ownWords(library: LibraryHandle): string {
  const ask = library.func('MPI_Get_library_version', 'int', ['void *', 'void *']);
  const text = Buffer.alloc(textBytes);
  const length = new Int32Array(1);
  ask(text, length);
  return text.toString('utf8', 0, length[0]).replace(/\0.*$/s, '');
}

function installHint(names: readonly AbiName[], isGiven: boolean): string {
  const packages = names
    .map((name) => (name === 'mpich' ? 'apt install mpich' : 'apt install openmpi-bin'))
    .join(' or ');
  return isGiven ? 'give the file of libmpi or libmpich' : `${packages}, or give the library's file with --mpi`;
}
