// Time as this process has it. On a busy machine the process stands still now and then, and its own timers with it: counting
// their beats leaves such pauses out, so that what is promised within a second can be told from what is merely interrupted.

const beat = 20;

/** @returns milliseconds that the work took, counted by the beats of a timer of this process */
export async function beatsOf(work: () => Promise<unknown>): Promise<number> {
  let beats = 0;
  const metronome = setInterval(() => beats++, beat);
  try {
    await work();
  } finally {
    clearInterval(metronome);
  }
  return beats * beat;
}
