// Which GPU a program computes on. ONNX Runtime 1.30 takes the one that Dawn puts first and has no option for another, so the
// others are hidden from it: Vulkan's loader reads which drivers there are, and which GPU of a driver comes first, from the
// environment whenever it is asked anew. A process that has a GPU keeps it.
// see: https://github.com/KhronosGroup/Vulkan-Loader/blob/main/docs/LoaderInterfaceArchitecture.md
import { EngineError } from '../../../errors/engine-error.ts';
import { OptionError } from '../../../errors/option-error.ts';
import { type Variables, withVariables } from './variables.ts';
import type { GpuAdapter } from './vulkan-adapters.ts';
import { driverFiles } from './vulkan-drivers.ts';

/** The number of an adapter in Vulkan's list, from 0, or a part of its name. */
export type DeviceName = number | string;

export interface ChosenAdapter {
  readonly adapter: GpuAdapter;
  /** In which the library sees it first. */
  readonly variables: Variables;
}

/** What Dawn prefers; what is not named comes last, as it finds it. */
const preferred: readonly GpuAdapter['kind'][] = ['discrete', 'integrated', 'software'];

/** The one that Dawn takes of these. */
export function firstTaken(adapters: readonly GpuAdapter[]): GpuAdapter | undefined {
  const rank = ({ kind }: GpuAdapter) => (preferred.indexOf(kind) + preferred.length + 1) % (preferred.length + 1);
  return adapters.toSorted((a, b) => rank(a) - rank(b)).at(0);
}

/** @throws OptionError where none has the number or the name, or several have the name */
export function findAdapter(adapters: readonly GpuAdapter[], device: DeviceName): GpuAdapter {
  const list = adapters.map(({ name }, number) => `${number}: ${name}`).join(', ');
  const part = String(device).toLowerCase();
  const isNamed = ({ name }: GpuAdapter) => part !== '' && name.toLowerCase().includes(part);
  // More digits than a machine has GPUs are part of a name.
  const isNumber = typeof device === 'number' || /^\d{1,2}$/.test(device);
  const found = isNumber ? adapters.slice(Number(device)).slice(0, 1) : adapters.filter(isNamed);
  if (found.length === 1) return found[0];
  const problem =
    found.length === 0
      ? `device is '${device}', but no GPU has that number or name`
      : `device is '${device}', but several GPUs have it in their names`;
  throw new OptionError(problem, {
    hint: list === '' ? 'googlenet doctor says what is missing' : `there are ${list}`,
  });
}

/**
 * @param list the adapters that Vulkan has now
 * @throws OptionError as `findAdapter`; EngineError where the library would take another one all the same
 */
export function chooseAdapter(device: DeviceName, list: () => readonly GpuAdapter[]): ChosenAdapter {
  const adapter = findAdapter(list(), device);
  const isFirst = (variables: Variables) => withVariables(variables, () => firstTaken(list()))?.uuid === adapter.uuid;
  const ways: readonly Variables[] = [
    {},
    ...driverFiles().flatMap((file) => {
      const driver = { VK_DRIVER_FILES: file, VK_ICD_FILENAMES: file };
      return [driver, { ...driver, VK_LOADER_DEVICE_SELECT: adapter.model }];
    }),
  ];
  const variables = ways.find(isFirst);
  if (variables !== undefined) return { adapter, variables };
  throw new EngineError(`${adapter.name} cannot be chosen: ${firstTaken(list())?.name} comes first here`, {
    hint:
      process.platform === 'linux'
        ? 'leave only its driver to the program (VK_DRIVER_FILES), or hide the other GPU'
        : "the system's settings say which GPU a program gets",
  });
}
