import { writeSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catchNativeLines } from './catch-native-lines.ts';

// In a process that writes to descriptor 2 past Node's streams, as native libraries do.
describe.skipIf(process.platform === 'win32')('what is printed to descriptor 2', () => {
  it('is caught while the work lasts, each line once', async () => {
    const caught = await catchNativeLines(async () => {
      writeSync(2, 'Warning: a driver\n  at some place\n\n');
      await new Promise((resume) => setTimeout(resume, 5));
      writeSync(2, 'Warning: a driver\n');
      return 7;
    });
    expect(caught).toEqual({ result: 7, lines: ['Warning: a driver', 'at some place'] });
  });

  it('is caught no longer than that, and not kept from anybody where the work fails', async () => {
    const outer = await catchNativeLines(async () => {
      const failing = catchNativeLines(async () => {
        writeSync(2, 'the reason\n');
        throw new Error('failed');
      });
      await expect(failing).rejects.toThrow('failed');
      writeSync(2, 'after it\n');
    });
    expect(outer.lines).toEqual(['the reason', 'after it']);
  });
});
