// How much of something there is, as a bar of characters.

/** @param share from 0 to 1 */
export function bar(share: number, width = 24): string {
  const filled = Math.round(share * width);
  return '━'.repeat(filled) + '─'.repeat(width - filled);
}
