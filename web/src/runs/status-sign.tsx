// A run's state: a dot and a word.
import { textsOf } from '../language/language.ts';
import { type Status, statusColours, statusTexts } from './status.ts';

export function StatusSign({ status }: { readonly status: Status }) {
  return (
    <span class={`status status-${status}`} style={{ '--status': `var(${statusColours[status]})` }}>
      {textsOf(statusTexts)[status]}
    </span>
  );
}
