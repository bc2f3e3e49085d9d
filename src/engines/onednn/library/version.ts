// `dnnl_version()`: which ABI a library has, and how it runs threads.
import { type NativeLibrary, readInt32 } from './native.ts';

export interface Version {
  readonly major: number;
  readonly text: string;
  readonly isSupported: boolean;
}

/** @throws Error where the library is not oneDNN */
export function readVersion(library: NativeLibrary): Version {
  const [major, minor, patch] = readInt32(library.bind('dnnl_version', [], 'void *')(), 3);
  return { major, text: `${major}.${minor}.${patch}`, isSupported: major === 3 || (major === 2 && minor >= 6) };
}
