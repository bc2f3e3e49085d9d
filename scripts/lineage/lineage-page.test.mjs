import { describe, expect, it } from 'vitest';
import { lineagePage } from './lineage-page.mjs';

const settings = {
  ...{ epochs: 3, batchSize: 128, optimizer: 'sgd', momentum: 0.9, weightDecay: 0, schedule: 'one-cycle', seed: 0 },
  ...{ imageSize: 96, train: 60_000, test: 10_000 },
};
const start = {
  time: '2026-01-02T10:00:00.000Z',
  commandLine: ['googlenet', 'train', '--model', 'small'],
  versions: { node: '20.1.0', fast: '1.2' },
  ...{ engine: 'fast', threads: 2, processor: 'Some CPU', commit: '0123456789' },
};
const small = {
  ...{ name: 'small', title: 'Small', parameters: 1000, trainedParameters: 1000, multiplyAdds: 2_000_000 },
  ...{ imagesPerSecond: 1000, seconds: 1234.4, accuracy: 0.81234, rate: 0.1, settings },
  ...{ started: start.time, ended: '2026-01-02T11:00:00.000Z', starts: [start] },
};
const again = {
  ...start,
  commandLine: ['googlenet', 'train', '--resume', 'large'],
  threads: 1,
  commit: 'abcdefabcdef',
};
const large = {
  ...small,
  ...{ name: 'large', title: 'Large', trainedParameters: 1500, seconds: 2000, ended: '2026-01-04T00:00:00.000Z' },
  starts: [{ ...start, commandLine: ['googlenet', 'train', '--model', 'large'] }, again, again],
};
const conditions = { epochs: 1, learnFrom: 8000, judgeBy: 2000 };
const rates = {
  small: {
    conditions,
    ...{ rate: 0.1, accuracy: 0.7 },
    tried: [
      { rate: 0.1, accuracy: 0.7 },
      { rate: 0.032, accuracy: null },
    ],
  },
};

describe('the page of the lineage', () => {
  it('has a row for each network', () => {
    const page = lineagePage({ trained: [small, large], missing: [], rates });
    expect(page).toContain('| Small | 1,000 | 2,000,000 | 1000.0 | 1,234 | 0.1 | 81.23 % |');
    expect(page).toContain('| Large | 1,000 | 2,000,000 | 1000.0 | 2,000 | 0.1 | 81.23 % |');
    expect(page).toContain('3 epochs of 60,000 training images at 96×96 in batches of 128');
    expect(page).toContain('Large has 1,500 with the auxiliary heads of its training.');
    expect(page).not.toContain('Small has');
    expect(page).not.toContain('Not there yet');
  });

  it('has each command once, and the machines of all starts', () => {
    const page = lineagePage({ trained: [small, large], missing: [], rates: {} });
    expect(page.match(/^node bin.*$/gm)).toEqual([
      'node bin/googlenet.js train --model small',
      'node bin/googlenet.js train --model large',
      'node bin/googlenet.js train --resume large',
    ]);
    expect(page).toContain('Trained from 2026-01-02 to 2026-01-04.');
    expect(page).toContain('* 2 threads of Some CPU; fast 1.2, Node 20.1.0, commit 0123456: Small, Large');
    expect(page).toContain('* One thread of Some CPU; fast 1.2, Node 20.1.0, commit abcdefa: Large');
    expect(page).not.toContain('rates.json');
    expect(lineagePage({ trained: [small], missing: [], rates: {} })).toContain('Trained on 2026-01-02. 2 threads of');
  });

  it('says what is missing, and all rates that were tried', () => {
    const page = lineagePage({ trained: [small], missing: [{ name: 'other', missing: 'not begun' }], rates });
    expect(page).toContain('* Not there yet: other (not begun).');
    expect(page).toContain('| small | 8,000 | 1 | 2,000 | 0.032 | diverged |');
    expect(page).toContain('| small | 8,000 | 1 | 2,000 | 0.1 | **70.00 %** |');
  });
});
