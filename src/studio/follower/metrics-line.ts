// A line of metrics.jsonl as a point of a curve.
import { z } from 'zod';
import type { EpochPoint, StepPoint } from '../protocol.ts';

/** JSON has null for what is not a finite number; a field that a file lacks is as unknown. */
const metric = z
  .number()
  .nullish()
  .transform((value) => value ?? null);

const lineSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('step'),
    epoch: z.int(),
    step: z.int(),
    loss: metric,
    accuracy: metric,
    lr: metric,
    imagesPerSecond: metric,
  }),
  z.object({
    kind: z.literal('epoch'),
    epoch: z.int(),
    trainLoss: metric,
    trainAccuracy: metric,
    testLoss: metric,
    testAccuracy: metric,
    seconds: metric,
  }),
]);

export type MetricsPoint = ({ readonly kind: 'step' } & StepPoint) | ({ readonly kind: 'epoch' } & EpochPoint);

/** @returns undefined for a line that is none of these */
export function parseMetricsLine(text: string): MetricsPoint | undefined {
  try {
    return lineSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
