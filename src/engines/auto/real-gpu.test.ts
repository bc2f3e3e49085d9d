// Which machines have a GPU that `auto` may take, and that the others are not asked.
import { expect, it, vi } from 'vitest';
import type { GpuAdapter } from '../onnxruntime/hosts/vulkan-adapters.ts';
import { findRealGpu, type Machine } from './real-gpu.ts';

const adapter = (kind: GpuAdapter['kind']): GpuAdapter => ({
  name: `${kind} one`,
  kind,
  vendor: 'Maker',
  vulkan: '1.3',
  driver: 'driver 5',
  memory: 2 ** 30,
  model: '1:2',
  uuid: kind,
});

function machine(files: Readonly<Record<string, readonly string[]>>, ...kinds: GpuAdapter['kind'][]) {
  const adapters = vi.fn(() => kinds.map(adapter));
  const list = (folder: string) => files[folder] ?? [];
  return { platform: 'linux', arch: 'x64', list, adapters } as const satisfies Machine;
}

const drawing = { '/dev/dri': ['card0', 'renderD128'] };

it('finds the one that the engine would take, asking Vulkan once', () => {
  const both = machine(drawing, 'software', 'integrated', 'discrete');
  expect(findRealGpu(both)).toMatchObject({ name: 'discrete one', driver: 'driver 5', adapters: { length: 3 } });
  expect(both.adapters).toHaveBeenCalledTimes(1);
  for (const files of [{ '/dev': ['null', 'nvidia0', 'nvidiactl'] }, { '/dev': ['dxg'] }])
    expect(findRealGpu(machine(files, 'virtual'))?.name).toBe('virtual one');
  expect(findRealGpu({ ...machine({}, 'integrated'), platform: 'win32' })?.name).toBe('integrated one');
});

it('counts none in software, nor one behind it', () => {
  expect(findRealGpu(machine(drawing, 'software'))).toBeUndefined();
  expect(findRealGpu(machine(drawing, 'virtual', 'software'))).toBeUndefined();
  expect(findRealGpu(machine(drawing))).toBeUndefined();
});

it('does not ask Vulkan on machines without a GPU, or on which the library has none', () => {
  const machines: readonly Machine[] = [
    machine({ '/dev': ['null', 'nvidiactl'], '/dev/dri': ['card0'] }, 'discrete'),
    { ...machine(drawing, 'discrete'), arch: 'arm64' },
    { ...machine(drawing, 'discrete'), platform: 'freebsd' },
    { ...machine(drawing, 'discrete'), platform: 'darwin' },
  ];
  for (const each of machines) {
    expect(findRealGpu(each)).toBeUndefined();
    expect(each.adapters).not.toHaveBeenCalled();
  }
});

it('has the GPU of a Mac on arm64, where there is no Vulkan to ask', () => {
  const mac: Machine = { ...machine({}), platform: 'darwin', arch: 'arm64' };
  expect(findRealGpu(mac)).toMatchObject({ name: expect.stringMatching(/^the GPU of ./), adapters: undefined });
  expect(mac.adapters).not.toHaveBeenCalled();
});
