// A file that the reader opens: what `googlenet bench --profile --json` printed, checked by hand since nothing else did.
import type { MeasuredProfile } from '../../../src/studio/protocol.ts';

/** `null` where the text is no profile. */
export function readProfile(name: string, text: string): MeasuredProfile | null {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(content) || !Array.isArray(content.layers) || content.layers.length === 0) return null;
  const layers = content.layers.map(readLayer).filter((layer) => layer !== null);
  if (layers.length < content.layers.length) return null;
  return { name, mode: String(content.mode ?? ''), engine: String(content.engine ?? ''), layers };
}

function readLayer(entry: unknown): MeasuredProfile['layers'][number] | null {
  if (!isRecord(entry)) return null;
  const { module, kind, milliseconds } = entry;
  if (typeof module !== 'string' || typeof kind !== 'string') return null;
  if (typeof milliseconds !== 'number' || !Number.isFinite(milliseconds) || milliseconds < 0) return null;
  return { module, kind, milliseconds };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
