// Types of pack.mjs, for tests.

export function pack(folder: string, description?: object): Promise<string>;
