// What the page asks the server to change.
import { signal } from '@preact/signals';
import type { MovedRun, NoteChange, RunRename } from '../../../../src/studio/protocol.ts';
import { movedRunShape } from '../../../../src/studio/protocol-shapes.ts';
import { RequestError, request, requestJson } from '../../connection/request.ts';

/** A run that was just deleted, and where it lies. */
export const lastDeleted = signal<(MovedRun & { readonly id: string }) | null>(null);

export async function changeNote(id: string, change: NoteChange): Promise<void> {
  await request(addressOf(id, 'note'), { method: 'POST', body: JSON.stringify(change) });
}

export async function renameRun(id: string, change: RunRename): Promise<void> {
  await request(addressOf(id, 'rename'), { method: 'POST', body: JSON.stringify(change) });
}

export async function deleteRun(id: string): Promise<void> {
  const moved = await requestJson(addressOf(id, 'delete'), movedRunShape, { method: 'POST' });
  lastDeleted.value = { id, ...moved };
}

/** What went wrong, and what to do about it. */
export function reasonOf(error: unknown): string {
  if (error instanceof RequestError && error.failure.hint !== undefined) {
    return `${error.failure.message} · ${error.failure.hint}`;
  }
  return error instanceof Error ? error.message : String(error);
}

function addressOf(id: string, change: 'note' | 'rename' | 'delete'): string {
  return `/api/runs/${encodeURIComponent(id)}/${change}`;
}
