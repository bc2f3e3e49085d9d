import { afterEach, expect, it } from 'vitest';
import { setBeforeInit, setBeforeLoading } from './native-settings.ts';

const names = ['UCX_MEM_EVENTS', 'OMPI_MCA_osc', 'OMPI_MCA_memory'];

afterEach(() => {
  for (const name of names) delete process.env[name];
});

it('leaves the allocation of memory as it is', () => {
  setBeforeLoading({});
  setBeforeInit('openmpi', {});
  expect(names.map((name) => process.env[name])).toEqual(['no', '^ucx', '^patcher']);
});

it('leaves what the user has set', () => {
  const variables = Object.fromEntries(names.map((name) => [name, 'mine']));
  setBeforeLoading(variables);
  setBeforeInit('openmpi', variables);
  expect(names.map((name) => process.env[name])).toEqual([undefined, undefined, undefined]);
});
