import { expect, it } from 'vitest';
import { decodeMessage, encodeMessage, type Message, messageBytes } from './message.ts';

it.each<Message>([
  { kind: 'ask' },
  { kind: 'position', position: { count: 4_000_000_000, operation: 'gather', bytes: 2 ** 40 + 3 } },
  { kind: 'failure', failure: { rank: 511, reason: '磁盘已满: the disk is full' } },
  { kind: 'farewell' },
])('$kind comes as it went', (message) => {
  const bytes = encodeMessage(message);
  expect(bytes.length).toBe(messageBytes);
  expect(decodeMessage(bytes)).toEqual(message);
});

it('cuts a reason that is too long, between two characters', () => {
  const reason = '满'.repeat(5000);
  const message = decodeMessage(encodeMessage({ kind: 'failure', failure: { rank: 0, reason } }));
  expect(message.kind === 'failure' && message.failure.reason).toMatch(/^满{674}$/);
});
