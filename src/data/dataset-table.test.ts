import { describe, expect, it } from 'vitest';
import { shownClassNames } from './dataset-table.ts';
import { fashionMnistClassNames } from './fashion-mnist/class-names.ts';

const { en, zh } = fashionMnistClassNames;

describe('shownClassNames', () => {
  it("are those of the dataset's row, one for each label", () => {
    expect(zh).toHaveLength(en.length);
    expect(new Set(zh).size).toBe(zh.length);
    expect(shownClassNames('fashion-mnist', en, 'zh')).toEqual(zh);
    expect(shownClassNames('fashion-mnist', en, 'en')).toEqual(en);
  });

  it("are the network's own where these are others, or the dataset has none", () => {
    const own = en.with(0, 'shoe');
    expect(shownClassNames('fashion-mnist', own, 'zh')).toEqual(own);
    expect(shownClassNames('fashion-mnist', en.slice(1), 'zh')).toEqual(en.slice(1));
    expect(shownClassNames('folder', en, 'zh')).toEqual(en);
  });
});
