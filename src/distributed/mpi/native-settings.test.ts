import { afterEach, expect, it } from 'vitest';
import { setBeforeInit } from './native-settings.ts';

afterEach(() => {
  for (const name of ['UCX_MEM_EVENTS', 'OMPI_MCA_osc', 'OMPI_MCA_memory']) delete process.env[name];
});

it.each(['mpich', 'openmpi'] as const)(
  '%s leaves the allocation of memory as it is, unless somebody says otherwise',
  (abi) => {
    setBeforeInit(abi, {});
    expect(process.env.UCX_MEM_EVENTS).toBe('no');
    delete process.env.UCX_MEM_EVENTS;
    setBeforeInit(abi, { UCX_MEM_EVENTS: 'yes' });
    expect(process.env.UCX_MEM_EVENTS).toBeUndefined();
  },
);
