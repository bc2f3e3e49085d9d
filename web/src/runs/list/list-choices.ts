// How the list of runs was set: its search as long as the page lives, its order and its columns for longer.
import { signal } from '@preact/signals';
import { isObject } from '../../../../src/metrics/print-fact.ts';
import { remembered } from '../../shell/remembered.ts';
import type { ColumnChoice } from './columns.ts';
import { newestFirst, type SortOrder } from './sort-runs.ts';

export const search = signal('');

export const sortOrder = remembered<SortOrder>('googlenet.runs.order', newestFirst, (stored) => {
  if (!isObject(stored)) return undefined;
  const { key, isDescending } = stored;
  return typeof key === 'string' && typeof isDescending === 'boolean' ? { key, isDescending } : undefined;
});

export const columnChoice = remembered<ColumnChoice>('googlenet.runs.columns', {}, (stored) => {
  if (!isObject(stored)) return undefined;
  return Object.fromEntries(
    Object.entries(stored).flatMap(([key, isShown]) => (typeof isShown === 'boolean' ? [[key, isShown]] : [])),
  );
});
