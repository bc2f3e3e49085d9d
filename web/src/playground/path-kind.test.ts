import { expect, it } from 'vitest';
import { listBlocks } from '../../../src/export/list-blocks.ts';
import { GoogLeNet } from '../../../src/models/googlenet.ts';
import { pathKind } from './path-kind.ts';

it("tells GoogLeNet's four paths apart", () => {
  for (const { paths } of listBlocks(new GoogLeNet(), [1, 96, 96])) {
    expect(paths.map(({ layers }) => pathKind(layers))).toEqual([
      { isPool: false, window: 1 },
      { isPool: false, window: 3 },
      { isPool: false, window: 5 },
      { isPool: true, window: 3 },
    ]);
  }
});

it('knows nothing of layers without windows', () => {
  expect(pathKind(['ReLU()'])).toEqual({ isPool: false, window: 0 });
});
