// The files that tell Vulkan's loader of the drivers of this machine, on Linux. Elsewhere they are not files that one finds.
// see: https://github.com/KhronosGroup/Vulkan-Loader/blob/main/docs/LoaderDriverInterface.md, "Driver Discovery"
import { readdirSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { homeDirectory } from '../../../formats/home-directory.ts';

export function driverFiles(): readonly string[] {
  if (process.platform !== 'linux') return [];
  const { VK_DRIVER_FILES, VK_ICD_FILENAMES } = process.env;
  const named = VK_DRIVER_FILES ?? VK_ICD_FILENAMES;
  const places = named === undefined ? folders() : named.split(delimiter).filter((place) => place !== '');
  return [...new Set(places.flatMap(jsonFiles))];
}

function folders(): readonly string[] {
  const { XDG_CONFIG_HOME, XDG_CONFIG_DIRS = '/etc/xdg', XDG_DATA_HOME, XDG_DATA_DIRS } = process.env;
  const home = homeDirectory() ?? '/';
  return [
    XDG_CONFIG_HOME ?? join(home, '.config'),
    ...XDG_CONFIG_DIRS.split(delimiter),
    '/usr/local/etc',
    '/etc',
    XDG_DATA_HOME ?? join(home, '.local/share'),
    ...(XDG_DATA_DIRS ?? '/usr/local/share:/usr/share').split(delimiter),
  ].map((folder) => join(folder, 'vulkan', 'icd.d'));
}

/** A file itself, and those of a folder; none of what cannot be read. */
function jsonFiles(place: string): readonly string[] {
  try {
    if (!statSync(place).isDirectory()) return [place];
    return readdirSync(place)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => join(place, name));
  } catch {
    return [];
  }
}
