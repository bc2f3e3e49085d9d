// The GPUs of this machine as Vulkan tells of them, on Linux and Windows; macOS has Metal instead, and no such list.
// see: https://registry.khronos.org/vulkan/specs/latest/html/vkspec.html, VkPhysicalDeviceProperties2
import koffi from 'koffi';
import { EngineError } from '../../../errors/engine-error.ts';

/** A GPU, or what stands in for one. */
export interface GpuAdapter {
  readonly name: string;
  /** Who made it, or its number among Vulkan's vendors. */
  readonly vendor: string;
  /** `software`: a processor that computes what a GPU would. */
  readonly kind: 'integrated' | 'discrete' | 'virtual' | 'software' | 'other';
  /** Version of Vulkan that its driver has, e.g. 1.3. */
  readonly vulkan: string;
  /** Name and version of its driver; empty where the driver does not tell. */
  readonly driver: string;
  /** Bytes of its own memory; of an integrated one, memory of the machine that it may use. */
  readonly memory: number;
  /** Tells it from others of the same name: its number at the maker, VENDOR:DEVICE in hexadecimal, and its UUID. */
  readonly model: string;
  readonly uuid: string;
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

const vendors: Readonly<Record<number, string>> = {
  4098: 'AMD',
  4318: 'NVIDIA',
  4203: 'Apple',
  5045: 'Arm',
  6880: 'Google',
  20803: 'Qualcomm',
  32902: 'Intel',
  65541: 'Mesa',
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
  const properties = library.func('void vkGetPhysicalDeviceProperties2(void *device, void *properties)');
  const memories = library.func('void vkGetPhysicalDeviceMemoryProperties(void *device, void *properties)');

  const instance: [unknown] = [null];
  const application = structure(structures.application, 48);
  application.writeUInt32LE((1 << 22) | (1 << 12), 44);
  const info = structure(structures.instance, 64);
  point(info, 24, application);
  if (create(info, null, instance) !== 0) return [];
  try {
    const count = [0];
    if (enumerate(instance[0], count, null) !== 0) return [];
    const devices: unknown[] = new Array(count[0]).fill(null);
    enumerate(instance[0], count, devices);
    return devices.map((device) => {
      const facts = structure(structures.properties, 840);
      const identity = structure(structures.identity, 64);
      const driver = structure(structures.driver, 536);
      point(facts, 8, identity);
      point(identity, 8, driver);
      properties(device, facts);
      const memory = Buffer.alloc(520);
      memories(device, memory);
      return {
        ...readProperties(facts.subarray(16)),
        driver: [20, 276]
          .map((place) => readText(driver, place))
          .join(' ')
          .trim(),
        memory: readMemory(memory),
        uuid: identity.toString('hex', 16, 32),
      };
    });
  } finally {
    destroy(instance[0], null);
  }
}

/** Types of Vulkan's structures. */
const structures = {
  application: 0,
  instance: 1,
  properties: 1000059001,
  identity: 1000071004,
  driver: 1000196000,
} as const;

/** One of so many bytes that asks for nothing. */
function structure(type: number, bytes: number): Buffer {
  const made = Buffer.alloc(bytes);
  made.writeUInt32LE(type, 0);
  return made;
}

/** A pointer to another structure, which has to be held as long as it is used. */
function point(from: Buffer, place: number, to: Buffer): void {
  from.writeBigUInt64LE(koffi.address(to), place);
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

function readProperties(bytes: Buffer): Pick<GpuAdapter, 'name' | 'vendor' | 'kind' | 'vulkan' | 'model'> {
  const [version, , vendor, device, kind] = [0, 4, 8, 12, 16].map((place) => bytes.readUInt32LE(place));
  const hexadecimal = [vendor, device].map((number) => number.toString(16));
  return {
    name: readText(bytes, 20),
    vendor: vendors[vendor] ?? `0x${hexadecimal[0]}`,
    kind: kinds[kind] ?? 'other',
    vulkan: `${(version >> 22) & 0x7f}.${(version >> 12) & 0x3ff}`,
    model: hexadecimal.join(':'),
  };
}

function readText(bytes: Buffer, place: number): string {
  const text = bytes.subarray(place, place + 256);
  return text.subarray(0, text.indexOf(0)).toString('utf8');
}

/** The heaps, 16 bytes each: size, and flags of which the first says that the device has it for itself. */
function readMemory(bytes: Buffer): number {
  const heaps = Array.from({ length: bytes.readUInt32LE(260) }, (_, index) => 264 + 16 * index);
  return heaps
    .filter((offset) => (bytes.readUInt32LE(offset + 8) & 1) === 1)
    .reduce((sum, offset) => sum + Number(bytes.readBigUInt64LE(offset)), 0);
}
