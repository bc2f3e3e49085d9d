// Types of build-site.mjs, for tests.

export function buildSite(out: string): Promise<void>;
