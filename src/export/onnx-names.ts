// The names in an exported model, for people who open it in a viewer: `/model.8/channel2.0/Conv`.
import type { Node } from '../graph/node.ts';

/** `model.8.channel2.0` → `/model.8/channel2.0`: a number belongs to the name before it. */
export function exportedScope({ scope }: Node): string {
  return scope === '' ? '' : `/${scope.replaceAll(/\.(?=\D)/g, '/')}`;
}

/** Names by scope and operator; the second of a name gets `_1`, and so on. */
export function readableNaming(): (scope: string, opType: string) => string {
  const uses = new Map<string, number>();
  return (scope, opType) => {
    const name = `${scope}/${opType}`;
    const count = uses.get(name) ?? 0;
    uses.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  };
}
