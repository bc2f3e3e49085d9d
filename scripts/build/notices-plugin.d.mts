import type { Plugin } from 'vite';

/** @param file where the notices go. @returns what makes the plugin, for the page and for its workers */
export function noticesPlugin(file: string): () => Plugin;
