// Changes tensors that do not lie in this process's memory as float32, by way of a copy.
import { sizeOf } from '../graph/shape.ts';
import type { BackendStore } from './backend.ts';
import type { MemoryChange, ResidentTensor } from './engine.ts';

export async function modifyCopies(
  store: Pick<BackendStore, 'read' | 'write'>,
  tensors: readonly ResidentTensor[],
  change: MemoryChange,
): Promise<void> {
  const ends: number[] = [];
  for (const { shape } of tensors) ends.push((ends.at(-1) ?? 0) + sizeOf(shape));
  const all = new Float32Array(ends.at(-1) ?? 0);
  const parts = tensors.map((tensor, index) => ({ tensor, values: all.subarray(ends[index - 1] ?? 0, ends[index]) }));
  for (const { tensor, values } of parts) values.set(await store.read(tensor));
  await change(tensors.length === 0 ? [] : [all]);
  for (const { tensor, values } of parts) await store.write(tensor, values);
}
