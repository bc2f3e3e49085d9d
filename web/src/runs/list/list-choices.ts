// How the list of runs was set: its search as long as the page lives, its order and its columns for longer.
import { signal } from '@preact/signals';
import { isObject } from '../../../../src/metrics/print-fact.ts';
import { rememberedJson } from '../../shell/remembered.ts';
import type { ColumnChoice } from './columns.ts';
import { newestFirst, type SortOrder } from './sort-runs.ts';

export const search = signal('');

export const sortOrder = rememberedJson<SortOrder>('runs.order', (stored) => {
  const { key, isDescending } = isObject(stored) ? stored : {};
  return typeof key === 'string' && typeof isDescending === 'boolean' ? { key, isDescending } : newestFirst;
});

export const columnChoice = rememberedJson<ColumnChoice>('runs.columns', (stored) => {
  if (!isObject(stored)) return {};
  return Object.fromEntries(
    Object.entries(stored).flatMap(([key, isShown]) => (typeof isShown === 'boolean' ? [[key, isShown]] : [])),
  );
});
