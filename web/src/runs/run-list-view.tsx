// All runs of the folder.
export function RunListView() {
  return null;
}
