// One run, live.
export function RunView({ id }: { readonly id: string }) {
  return <h1>{id}</h1>;
}
