import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import type { DownloadProgress } from '../data/download.ts';
import { showDownload } from './download-progress.ts';
import { LiveLine } from './terminal/live-line.ts';
import { TextOutput } from './terminal/text-output.ts';
import { trainTexts } from './train/train-texts.ts';

const url = 'http://mirror/train-labels-idx1-ubyte.gz';
const events: readonly DownloadProgress[] = [
  { kind: 'mirror-failed', url: 'http://down/x.gz', reason: 'HTTP status 503' },
  { kind: 'receiving', url, receivedBytes: 1e6, totalBytes: 4e6 },
  { kind: 'receiving', url, receivedBytes: 2e6, totalBytes: 4e6 },
  { kind: 'stored', url, path: '/cache/x.gz' },
  { kind: 'cache-damaged', reason: '/cache/x.gz: is cut', instead: '/system' },
];

function show(live: boolean): string {
  const output = new PassThrough({ encoding: 'utf8' });
  const listener = showDownload(new LiveLine(new TextOutput(output)), trainTexts.en, { live });
  for (const event of events) listener(event);
  return String(output.read());
}

it('prints one line a file where there is no terminal', () => {
  expect(show(false)).toBe(
    [
      'no luck with http://down/x.gz: HTTP status 503',
      'downloading train-labels-idx1-ubyte.gz · 1.0/4.0 MB',
      'stored /cache/x.gz',
      'warning: /cache/x.gz: is cut; the copy in /system is used instead',
      '',
    ].join('\n'),
  );
});

it('draws in place on a terminal', () => {
  expect(show(true)).toContain('\u001b[1Gdownloading train-labels-idx1-ubyte.gz · 1.0/4.0 MB\u001b[0K');
});
