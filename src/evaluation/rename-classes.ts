// An evaluation for people: the same numbers, and classes by names in their language.
import type { ClassificationReport } from './classification-report.ts';

/** @param classNames in the order of the labels */
export function renameClasses(report: ClassificationReport, classNames: readonly string[]): ClassificationReport {
  const classes = report.classes.map((scores, label) => ({ ...scores, name: classNames[label] ?? scores.name }));
  return { ...report, classNames, classes };
}
