import type { Plugin } from 'vite';

/** Packages whose code is in the files. */
export const wasmPackages: readonly string[];

/** @param options where the built page is, and where the files go */
export function wasmPlugin(options: { readonly page: string; readonly folder: string }): Plugin;
