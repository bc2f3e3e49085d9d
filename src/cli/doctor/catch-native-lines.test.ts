import { writeSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catchNativeLines } from './catch-native-lines.ts';

const unexpected = () => expect.unreachable();

// In a process that writes to descriptor 2 past Node's streams, as native libraries do.
describe.skipIf(process.platform === 'win32')('what is printed to descriptor 2', () => {
  it('is caught while the work lasts, each line once', async () => {
    const caught = await catchNativeLines(async () => {
      writeSync(2, 'Warning: a driver\n  at some place\n\n');
      await new Promise((resume) => setTimeout(resume, 5));
      writeSync(2, 'Warning: a driver\n');
      return 7;
    }, unexpected);
    expect(caught).toEqual({ result: 7, lines: ['Warning: a driver', 'at some place'] });
  });

  it('is caught no longer than that, and not kept from anybody where the work fails', async () => {
    const said: string[] = [];
    const outer = await catchNativeLines(async () => {
      const failing = catchNativeLines(
        async () => {
          writeSync(2, 'the reason\n');
          throw new Error('failed');
        },
        (...lines) => said.push(...lines),
      );
      await expect(failing).rejects.toThrow('failed');
      writeSync(2, 'after it\n');
    }, unexpected);
    expect(said).toEqual(['the reason']);
    expect(outer.lines).toEqual(['after it']);
  });
});
