// Tests that a machine may lack something for. Why they are skipped stands in their title, and `npm test` repeats it.
import { describe, it } from 'vitest';

/** @param reason why the machine cannot run them; undefined where it can */
export function describeUnless(reason: string | undefined, title: string, suite: () => void): void {
  describe.skipIf(reason !== undefined)(withReason(title, reason), suite);
}

/** @param reason why the machine cannot run it; undefined where it can */
export function itUnless(reason: string | undefined, title: string, test: () => void | Promise<void>): void {
  it.skipIf(reason !== undefined)(withReason(title, reason), test);
}

export function withReason(title: string, reason: string | undefined): string {
  return reason === undefined ? title : `${title} (skipped: ${reason})`;
}

export const onWindows = process.platform === 'win32' ? 'Windows has no such files' : undefined;
export const elsewhereThanLinux = process.platform === 'linux' ? undefined : 'only Linux has such files';

/** @param found what `locateFashionMnist` found */
export function withoutDataset(found: unknown): string | undefined {
  return found === undefined ? 'Fashion-MNIST is not on this machine: 30 MB would be downloaded' : undefined;
}
