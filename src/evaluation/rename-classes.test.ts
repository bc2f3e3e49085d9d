import { expect, it } from 'vitest';
import type { ClassificationReport } from './classification-report.ts';
import { renameClasses } from './rename-classes.ts';

it('gives other names to the same numbers', () => {
  const scores = { precision: 1, recall: 0.5, f1: 0.6, support: 2 };
  const report = {
    classNames: ['cat', 'dog'],
    classes: [
      { name: 'cat', ...scores },
      { name: 'dog', ...scores },
    ],
    accuracy: 0.5,
  } as unknown as ClassificationReport;
  expect(renameClasses(report, ['猫', '狗'])).toEqual({
    classNames: ['猫', '狗'],
    classes: [
      { name: '猫', ...scores },
      { name: '狗', ...scores },
    ],
    accuracy: 0.5,
  });
  expect(report.classNames).toEqual(['cat', 'dog']);
});
