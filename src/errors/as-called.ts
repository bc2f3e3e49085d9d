// Texts say `googlenet COMMAND`; people read what they can type: the program as it is called where they are.

/** The name where it is a command to type: not part of a path or another name, and followed by a command or an option. */
const calls = /(?<![\w./\\-]|npx )googlenet(?= [a-z[-])/g;

/** @param program e.g. `npx googlenet`. @returns a text of ours with its commands as they are typed */
export function asCalled(text: string, program: string): string {
  return text.replace(calls, () => program);
}
