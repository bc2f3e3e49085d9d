// The network as a drawing.
export function NetworkView() {
  return null;
}
