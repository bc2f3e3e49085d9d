// What `googlenet bench --profile --json` printed, from a file of the runs' folder or one that a reader opens in the page.

import { checked } from './checked.ts';
import type { MeasuredProfile } from './protocol.ts';
import { profileShape } from './protocol-shapes.ts';

/** Without what the page does not show. @throws for a text that is no profile */
export function readMeasuredProfile(name: string, text: string): MeasuredProfile {
  const content: unknown = JSON.parse(text);
  const { mode, engine, layers } = checked(profileShape, { ...Object(content), name });
  return {
    name,
    mode,
    engine,
    layers: layers.map(({ module, kind, milliseconds }) => ({ module, kind, milliseconds })),
  };
}
