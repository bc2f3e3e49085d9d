// Tar archives, as torch.save wrote them before PyTorch 0.1.10: known, and not read.

/** Where a tar archive says that it is one. */
const mark = { at: 257, text: 'ustar' };

export function isTar(bytes: Uint8Array): boolean {
  return [...mark.text].every((letter, index) => bytes[mark.at + index] === letter.charCodeAt(0));
}
