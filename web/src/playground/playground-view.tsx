// Weights of a run, tried in the browser.
export function PlaygroundView() {
  return null;
}
