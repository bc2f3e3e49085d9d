// The scale of colours: shares of a whole are very uneven, so the steps grow about twofold. The tints are in
// network.css, one class a step; texts on them are in ink.

/** Lower bounds of the steps, as fractions. */
export const stepBounds = [0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2] as const;

export function stepOf(share: number): number {
  return Math.max(
    0,
    stepBounds.findLastIndex((bound) => share >= bound),
  );
}

/** E.g. `0.5–1`, in per cent without the sign. */
export function stepName(step: number): string {
  const percent = (bound: number) => String(Number((100 * bound).toFixed(1)));
  if (step === 0) return `< ${percent(stepBounds[1])}`;
  if (step === stepBounds.length - 1) return `≥ ${percent(stepBounds[step])}`;
  return `${percent(stepBounds[step])}–${percent(stepBounds[step + 1])}`;
}

/** A share in per cent with a decimal; only zero is `0 %`. */
export function printShare(share: number): string {
  if (share === 0) return '0 %';
  if (share < 0.0005) return '< 0.1 %';
  return `${(100 * share).toFixed(1)} %`;
}
