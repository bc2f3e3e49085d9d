// How many digits an engine keeps of activations and their gradients while a program runs. Parameters, their gradients,
// optimizer and losses are always float32.
import { OptionError } from '../errors/option-error.ts';

export const precisions = ['float32', 'bf16'] as const;
/** `bf16`: the upper half of a float32, with its range and 8 binary digits. */
export type Precision = (typeof precisions)[number];

/** For engines that have float32 alone. @throws OptionError for another precision */
export function requireFloat32(precision: Precision | 'auto', engine: string): void {
  if (precision !== 'bf16') return;
  throw new OptionError(`precision is bf16, but the engine ${engine} computes in float32 alone`, {
    hint: 'take the engine onednn, or the precision float32',
  });
}
