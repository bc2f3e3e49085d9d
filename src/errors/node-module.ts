// A module of Node, where there is Node. What runs in a browser too cannot import one: bundlers would look for it.

interface NodeModules {
  readonly 'node:crypto': typeof import('node:crypto');
  readonly 'node:util': typeof import('node:util');
  readonly 'node:zlib': typeof import('node:zlib');
}

/** @returns undefined in a browser */
export function nodeModule<Name extends keyof NodeModules>(name: Name): NodeModules[Name] | undefined {
  return globalThis.process?.getBuiltinModule?.(name) as NodeModules[Name] | undefined;
}
