import type { Plugin } from 'vite';

/** @param file where the notices go. @param further packages whose code is beside the page. @returns what makes the plugin, for the page and for its workers */
export function noticesPlugin(file: string, further: readonly string[]): () => Plugin;
