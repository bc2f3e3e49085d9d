// Patterns that choose tensors by their whole names: `*.bias`, `model.[0-7].*`. One meaning for all that takes them.

/**
 * @param pattern `*` is any characters, `?` one, `[0-7]` one of them
 * @returns undefined for what is no pattern, as `[9-0]`
 */
export function namePattern(pattern: string): RegExp | undefined {
  const parts = pattern.match(/\[[\w-]+\]|\*+|\?|[^*?[]+|\[/g) ?? [];
  const written = parts.map((part) => {
    if (part.startsWith('*')) return '.*';
    if (part === '?') return '.';
    return /^\[[\w-]+\]$/.test(part) ? part : part.replaceAll(/[^\w]/g, '\\$&');
  });
  try {
    return new RegExp(`^${written.join('')}$`);
  } catch {
    return undefined;
  }
}
