// The GPUs of this machine as Vulkan tells of them, on Linux and Windows; macOS has Metal instead, and no such list.
// see: https://registry.khronos.org/vulkan/specs/latest/html/vkspec.html, VkPhysicalDeviceProperties
import koffi from 'koffi';
import { EngineError } from '../../../errors/engine-error.ts';

export interface GpuAdapter {
  readonly name: string;
  /** `software`: a processor that computes what a GPU would. */
  readonly kind: 'integrated' | 'discrete' | 'virtual' | 'software' | 'other';
  /** Version of Vulkan that its driver has, e.g. 1.3. */
  readonly vulkan: string;
  /** Bytes of its own memory; of an integrated one, memory of the machine that it may use. */
  readonly memory: number;
}

const libraries: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'libvulkan.so.1',
  win32: 'vulkan-1.dll',
};

const kinds: Readonly<Record<number, GpuAdapter['kind']>> = {
  1: 'integrated',
  2: 'discrete',
  3: 'virtual',
  4: 'software',
};

/**
 * @returns undefined where there is no Vulkan to ask
 * @throws EngineError where its loader is missing
 */
export function vulkanAdapters(): readonly GpuAdapter[] | undefined {
  const file = libraries[process.platform];
  if (file === undefined) return undefined;
  const library = loadLoader(file);
  const create = library.func('int vkCreateInstance(void *info, void *allocator, _Out_ void **instance)');
  const destroy = library.func('void vkDestroyInstance(void *instance, void *allocator)');
  const enumerate = library.func(
    'int vkEnumeratePhysicalDevices(void *instance, _Inout_ uint32_t *count, _Out_ void **devices)',
  );
  const properties = library.func('void vkGetPhysicalDeviceProperties(void *device, void *properties)');
  const memories = library.func('void vkGetPhysicalDeviceMemoryProperties(void *device, void *properties)');

  const instance: [unknown] = [null];
  if (create(instanceInfo(), null, instance) !== 0) return [];
  try {
    const count = [0];
    if (enumerate(instance[0], count, null) !== 0) return [];
    const devices: unknown[] = new Array(count[0]).fill(null);
    enumerate(instance[0], count, devices);
    return devices.map((device) => {
      const facts = Buffer.alloc(824);
      properties(device, facts);
      const memory = Buffer.alloc(520);
      memories(device, memory);
      return { ...readProperties(facts), memory: readMemory(memory) };
    });
  } finally {
    destroy(instance[0], null);
  }
}

function loadLoader(file: string) {
  try {
    return koffi.load(file);
  } catch (cause) {
    throw new EngineError(`no GPU can be used: Vulkan's loader, ${file}, is not installed`, {
      hint: "install it with your GPU's driver (Debian, Ubuntu: apt install libvulkan1 mesa-vulkan-drivers, or NVIDIA's driver)",
      cause,
    });
  }
}

/** VkInstanceCreateInfo, whose type is 1, and which asks for nothing. */
function instanceInfo(): Buffer {
  const info = Buffer.alloc(64);
  info.writeUInt32LE(1, 0);
  return info;
}

function readProperties(bytes: Buffer): Omit<GpuAdapter, 'memory'> {
  const version = bytes.readUInt32LE(0);
  const name = bytes.subarray(20, 276);
  return {
    name: name.subarray(0, name.indexOf(0)).toString('utf8'),
    kind: kinds[bytes.readUInt32LE(16)] ?? 'other',
    vulkan: `${(version >> 22) & 0x7f}.${(version >> 12) & 0x3ff}`,
  };
}

/** The heaps, 16 bytes each: size, and flags of which the first says that the device has it for itself. */
function readMemory(bytes: Buffer): number {
  const heaps = Array.from({ length: bytes.readUInt32LE(260) }, (_, index) => 264 + 16 * index);
  return heaps
    .filter((offset) => (bytes.readUInt32LE(offset + 8) & 1) === 1)
    .reduce((sum, offset) => sum + Number(bytes.readBigUInt64LE(offset)), 0);
}
