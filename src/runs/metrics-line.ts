// A line of metrics.jsonl, read back: by reports when a training is done, by the studio while it runs.
import { z } from 'zod';

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

export type MetricsLine = z.output<typeof lineSchema>;

/** @returns undefined for a line that is none of these, or not whole: the last of a process that was killed */
export function parseMetricsLine(text: string): MetricsLine | undefined {
  // Bytes that are no text: bits of them were changed.
  if (text.includes('\ufffd')) return undefined;
  try {
    return lineSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
