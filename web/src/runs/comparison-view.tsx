// Several runs in one chart.
export function ComparisonView() {
  return null;
}
