// Whether this machine has a GPU that `auto` may take. A start on a machine without one should cost nothing, and asking Vulkan
// loads every driver there is; on Linux a GPU has a file in /dev, so it is asked only where there is one.
import { readdirSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { firstTaken } from '../onnxruntime/hosts/choose-adapter.ts';
import { type GpuAdapter, vulkanAdapters } from '../onnxruntime/hosts/vulkan-adapters.ts';

export interface RealGpu {
  readonly name: string;
  /** Name and version. */
  readonly driver: string;
  /** What Vulkan said, which need not be asked again; undefined where there is no Vulkan. */
  readonly adapters: readonly GpuAdapter[] | undefined;
}

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** Names of the files in a folder; none where there is no such folder. */
  readonly list: (folder: string) => readonly string[];
  readonly adapters: () => readonly GpuAdapter[] | undefined;
}

const thisMachine: Machine = {
  platform: process.platform,
  arch: process.arch,
  list: (folder) => {
    try {
      return readdirSync(folder);
    } catch {
      // A GPU whose file nobody may see is one that nobody may use.
      return [];
    }
  },
  adapters: vulkanAdapters,
};

/**
 * @returns undefined where the one that the engine webgpu would take is no GPU, or there is none
 * @throws EngineError where there is a GPU, but nothing by which to ask for it
 */
export function findRealGpu(machine: Machine = thisMachine): RealGpu | undefined {
  const { platform, arch, adapters: ask } = machine;
  if (platform === 'darwin' && arch === 'arm64') {
    // Every such machine has one, on the processor's own chip, and its driver comes with the system.
    return { name: `the GPU of ${cpus().at(0)?.model.trim()}`, driver: `Darwin ${release()}`, adapters: undefined };
  }
  if (platform !== 'win32' && !(platform === 'linux' && arch === 'x64' && hasDeviceFile(machine))) return undefined;
  const adapters = ask();
  const first = firstTaken(adapters ?? []);
  if (first === undefined || first.kind === 'software') return undefined;
  return { name: first.name, driver: first.driver, adapters };
}

/** The files of NVIDIA's own driver, of Windows' subsystem for Linux, and of the drivers that come with the kernel. */
function hasDeviceFile({ list }: Machine): boolean {
  return list('/dev').some((name) => /^(nvidia\d+|dxg)$/.test(name)) || list('/dev/dri').some(isRenderer);
}

function isRenderer(name: string): boolean {
  return name.startsWith('renderD');
}
