// The addresses of runs: their pages, their comparison, their files.

/** How many runs one chart can show so that they can be told apart. */
export const mostCompared = 8;

export function runAddress(id: string): string {
  return `/runs/${encodeURIComponent(id)}`;
}

export function comparisonAddress(ids: readonly string[]): string {
  const query = new URLSearchParams(ids.map((id) => ['run', id]));
  return ids.length === 0 ? '/compare' : `/compare?${query}`;
}

/** Each once, at most as many as can be told apart. */
export function comparedRuns({ searchParams }: URL): readonly string[] {
  return [...new Set(searchParams.getAll('run'))].filter((id) => id !== '').slice(0, mostCompared);
}

/** @param path with `/` */
export function fileAddress(id: string, path: string): string {
  return `/api/runs/${encodeURIComponent(id)}/files/${path.split('/').map(encodeURIComponent).join('/')}`;
}

export function playgroundAddress(id: string, image: number): string {
  return `/playground?${new URLSearchParams({ run: id, image: String(image) })}`;
}
