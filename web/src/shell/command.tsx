// A command to type in a terminal, as it works where the studio was started.
import { asTyped } from '../connection/studio-facts.ts';

export function Command({ line }: { readonly line: string }) {
  return (
    <pre class="card command">
      <code>{asTyped(line)}</code>
    </pre>
  );
}
