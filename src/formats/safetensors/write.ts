// Safetensors files at a path.
import { replaceFile } from '../atomic-file.ts';
import { layOut } from './encode.ts';
import type { Float32Tensor, SafetensorsTensor } from './tensor.ts';

/**
 * Replaces the file at `path` in one step, synced to the disk: a reader finds the old file or the new one.
 *
 * @throws FormatError as `encodeSafetensors` does; the system's own error (`code` is ENOSPC, …) where writing fails
 * @example
 * ```ts
 * import { LeNet, writeSafetensors } from 'googlenet';
 * writeSafetensors('weights.safetensors', new LeNet().initialize(0).stateDict(), { format: 'pt' });
 * ```
 */
export function writeSafetensors(
  path: string,
  tensors: ReadonlyMap<string, SafetensorsTensor | Float32Tensor>,
  metadata: Readonly<Record<string, string>> = {},
): void {
  replaceFile(path, layOut(tensors, metadata, path));
}
