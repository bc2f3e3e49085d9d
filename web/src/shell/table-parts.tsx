// What tables of the page share: the row of their columns' names, and a frame in which wide ones scroll.
import type { ComponentChildren } from 'preact';

export function ColumnNames({ names }: { readonly names: readonly string[] }) {
  return (
    <thead>
      <tr>
        {names.map((name) => (
          <th key={name} scope="col">
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}

interface ScrolledProps {
  /** For those who hear the page. */
  readonly name: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}

export function Scrolled({ name, class: classes, children }: ScrolledProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class={classes === undefined ? 'scroll' : `scroll ${classes}`} tabIndex={0} aria-label={name}>
      {children}
    </section>
  );
}
