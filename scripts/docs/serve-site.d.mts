// Types of serve-site.mjs, for tests.
import type { PreviewServer } from 'vite';

export function serveSite(outDir: string, port: number): Promise<PreviewServer>;
