// Types of read-metadata.mjs, for tests.

export function readMetadata(bytes: Uint8Array): Record<string, string>;
