// File systems for tests: one whose process dies at an operation, one that is full.
import fs from 'node:fs';

/**
 * Counts operations and dies at one of them: it is left half done, as far as that can be, and nothing after it happens.
 * @param deadline number of the operation, from 1
 */
export function dyingFiles(deadline: number): { readonly files: typeof fs; readonly operations: () => number } {
  let count = 0;
  const files = intercept((name, values, operation) => {
    count++;
    if (count < deadline) return operation();
    if (count === deadline && name === 'writeSync') {
      const [file, bytes] = values as [number, Uint8Array];
      fs.writeSync(file, bytes, 0, bytes.length >> 1);
    }
    throw new Error(`died at operation ${count}, ${name}`);
  });
  return { files, operations: () => count };
}

/** Writes half of what is asked, then says that there is no space, while `isFull` says so. */
export function fullDisk(isFull: () => boolean): typeof fs {
  return intercept((name, values, operation) => {
    if (name !== 'writeSync' || !isFull()) return operation();
    const [file, bytes, offset = 0, length = bytes.length, position] = values as Parameters<typeof writeBytes>;
    writeBytes(file, bytes, offset, length >> 1, position);
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  });
}

function writeBytes(file: number, bytes: Uint8Array, offset?: number, length?: number, position?: number): void {
  fs.writeSync(file, bytes, offset, length, position);
}

function intercept(call: (name: string, values: readonly unknown[], operation: () => unknown) => unknown): typeof fs {
  return new Proxy(fs, {
    get(target, name: keyof typeof fs) {
      const operation: unknown = target[name];
      if (typeof operation !== 'function') return operation;
      return (...values: unknown[]) => call(name, values, () => operation.apply(target, values));
    },
  });
}
