import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LiveLine } from './live-line.ts';
import { TextOutput } from './text-output.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

function setUp(columns = 40) {
  const output = Object.assign(new PassThrough({ encoding: 'utf8' }), { columns });
  return { line: new LiveLine(new TextOutput(output)), printed: () => String(output.read()) };
}

it('draws in place, and clears before a line that stays', () => {
  const { line, printed } = setUp();
  line.show('one');
  expect(printed()).toBe('\u001b[1Gone\u001b[0K');
  line.print('stays');
  expect(printed()).toBe('\u001b[1G\u001b[0Kstays\n');
  line.print('plain');
  expect(printed()).toBe('plain\n');
});

it('skips drawings that nobody could read', () => {
  const { line, printed } = setUp();
  line.show('one');
  line.show('two');
  vi.advanceTimersByTime(100);
  line.show('three');
  expect(printed()).toBe('\u001b[1Gone\u001b[0K\u001b[1Gthree\u001b[0K');
});

it('says what is done at once, and shows at once what comes of it', () => {
  const { line, printed } = setUp();
  line.show('one');
  line.say('saying');
  line.show('two');
  expect(printed()).toBe('\u001b[1Gone\u001b[0K\u001b[1Gsaying\u001b[0K\u001b[1Gtwo\u001b[0K');
});

it('colours what there is room for', () => {
  const { line, printed } = setUp(6);
  line.show('12━━━━━━', (text) => text.replace(/━+/, (bar) => `<${bar}>`));
  expect(printed()).toBe('\u001b[1G12<━━━>\u001b[0K');
});

it('takes a usual width where the terminal does not know its own', () => {
  const { line, printed } = setUp(0);
  line.show('text');
  expect(printed()).toBe('\u001b[1Gtext\u001b[0K');
});

it('never wraps', () => {
  const { line, printed } = setUp(6);
  line.show('123456');
  expect(printed()).toBe('\u001b[1G12345\u001b[0K');
});
