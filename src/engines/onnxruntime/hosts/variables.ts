// Variables of the environment while a native library looks at them.
import { isMainThread } from 'node:worker_threads';
import koffi from 'koffi';

export type Variables = Readonly<Record<string, string>>;

/** They are as before once the work is done. */
export function withVariables<T>(variables: Variables, work: () => T): T {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  for (const [name, value] of Object.entries(variables)) setVariable(name, value);
  const restore = () => {
    for (const [name, value] of before) setVariable(name, value);
  };
  let result: T;
  try {
    result = work();
  } catch (error) {
    restore();
    throw error;
  }
  if (!(result instanceof Promise)) {
    restore();
    return result;
  }
  return result.finally(restore) as T;
}

function setVariable(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
  if (isMainThread || process.platform === 'win32') return;
  // A worker's process.env is a copy that native code does not see.
  const library = koffi.load(null);
  if (value === undefined) library.func('unsetenv', 'int', ['str'])(name);
  else library.func('setenv', 'int', ['str', 'str', 'int'])(name, value, 1);
}
