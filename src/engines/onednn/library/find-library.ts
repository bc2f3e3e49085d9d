// Where oneDNN may be on this machine: names that the system's loader knows, then files by pattern, because Debian 13
// calls its library libdnnl.so.3.6.
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EngineError } from '../../../errors/engine-error.ts';
import { reasonOf } from '../../../errors/reason-of.ts';
import { requireRegularFileSync } from '../../../formats/regular-file.ts';
import { keepLoaded, NativeLibrary } from './native.ts';
import { readVersion, type Version } from './version.ts';

interface Places {
  /** Names for the system's loader, which searches its own folders. */
  readonly names: readonly string[];
  readonly folders: readonly string[];
  readonly pattern: RegExp;
  readonly install: string;
}

const linuxFolders = [
  '/usr/local/lib',
  '/usr/lib64',
  '/usr/lib',
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
];

const placesOf: Readonly<Record<string, Places>> = {
  linux: {
    names: ['libdnnl.so.3', 'libdnnl.so.2'],
    folders: linuxFolders,
    pattern: /^libdnnl\.so\.[23](\.\d+)*$/,
    install:
      'apt install libdnnl3 (libdnnl2 on Debian 12 and Ubuntu 22.04, libdnnl3.6 on Debian 13), or dnf install onednn; ' +
      'on Debian and Ubuntu without root: googlenet doctor --fix',
  },
  darwin: {
    names: ['libdnnl.3.dylib', 'libdnnl.2.dylib'],
    folders: ['/opt/homebrew/opt/onednn/lib', '/usr/local/opt/onednn/lib', '/opt/homebrew/lib', '/usr/local/lib'],
    pattern: /^libdnnl\.[23](\.\d+)*\.dylib$/,
    install: 'brew install onednn',
  },
  win32: {
    names: ['dnnl.dll'],
    folders: [],
    pattern: /^dnnl\.dll$/,
    install: 'install the Intel oneAPI toolkit, or give the path of dnnl.dll with --onednn',
  },
};

/** Names of the library in the user's own folder. */
export const ownLibrary = /^libdnnl(\.so\.[23](\.\d+)*|\.[23](\.\d+)*\.dylib)$/;
/** The runtime that Debian's library runs its threads on. */
export const openMp = /^libgomp\.so\.\d+$/;

/** How this system gets the library. */
export function installHint(platform: string = process.platform): string {
  return placesOf[platform]?.install ?? 'build oneDNN, and give the path of the library';
}

export interface LibraryPlaces {
  /** If given, the only place that is searched. */
  readonly path?: string | undefined;
  /** Folder that is searched last; libraries that oneDNN needs may lie there too. */
  readonly folder?: string | undefined;
}

export interface FoundLibrary {
  readonly path: string;
  readonly version: Version;
}

/** @throws EngineError with every place that was searched and what was wrong there */
export function findLibrary({ path, folder }: LibraryPlaces = {}, platform: string = process.platform): FoundLibrary {
  const tried: string[] = [];
  for (const candidate of path === undefined ? candidates(folder, platform) : [path]) {
    try {
      // A bare name is left to the loader; a path is checked first, since the loader would open whatever it leads to.
      if (/[\\/]/.test(candidate)) requireRegularFileSync(candidate);
      if (folder !== undefined && dirname(candidate) === folder) loadNeeded(folder);
      const version = readVersion(new NativeLibrary(candidate));
      if (version.isSupported) return { path: candidate, version };
      tried.push(`${candidate}: version ${version.text} is not supported (2.6 or newer is)`);
    } catch (error) {
      tried.push(`${candidate}: ${reasonOf(error)}`);
    }
  }
  throw new EngineError(`oneDNN was not found. Searched:\n${tried.map((line) => `  ${line}`).join('\n')}`, {
    hint: path === undefined ? installHint(platform) : `give the file of the library; or ${installHint(platform)}`,
  });
}

function candidates(folder: string | undefined, platform: string): readonly string[] {
  const { names, folders, pattern } = placesOf[platform] ?? { names: [], folders: [], pattern: ownLibrary };
  const filesIn = (place: string, fitting: RegExp) => listFiles(place, fitting).map((name) => join(place, name));
  const own = folder === undefined ? [] : filesIn(folder, ownLibrary);
  return [...names, ...folders.flatMap((each) => filesIn(each, pattern)), ...own];
}

/** Loads what oneDNN needs from this folder: the loader then takes what is loaded already, wherever it came from. */
function loadNeeded(folder: string): void {
  for (const name of listFiles(folder, openMp)) keepLoaded(join(folder, name));
}

/** Files that fit the pattern, the newest version first; none if the folder does not exist. */
function listFiles(folder: string, pattern: RegExp): readonly string[] {
  try {
    const names = readdirSync(folder).filter((name) => pattern.test(name));
    return names.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  } catch {
    return [];
  }
}
