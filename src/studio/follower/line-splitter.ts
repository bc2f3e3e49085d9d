// Bytes as they come → whole lines. What stands behind the last line break waits for its rest, as bytes: a character may
// be cut in two.

/** A line of metrics has about 150 bytes: a longer one than this is something else, and must not fill the memory. */
const longestLine = 2 ** 20;

export class LineSplitter {
  #rest: Buffer[] = [];
  #restLength = 0;
  #isOverlong = false;

  /** @returns the lines that are whole now, without their breaks; one that was too long as undefined */
  push(bytes: Buffer): readonly (string | undefined)[] {
    const lines: (string | undefined)[] = [];
    let begin = 0;
    for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, begin)) {
      this.#keep(bytes.subarray(begin, end));
      lines.push(this.#isOverlong ? undefined : Buffer.concat(this.#rest).toString('utf8'));
      this.#clear();
      begin = end + 1;
    }
    // A copy, since whoever reads uses the buffer again.
    if (begin < bytes.length) this.#keep(Buffer.from(bytes.subarray(begin)));
    return lines;
  }

  #keep(part: Buffer): void {
    this.#restLength += part.length;
    if (this.#restLength > longestLine) {
      this.#isOverlong = true;
      this.#rest = [];
    } else {
      this.#rest.push(part);
    }
  }

  #clear(): void {
    this.#rest = [];
    this.#restLength = 0;
    this.#isOverlong = false;
  }
}
