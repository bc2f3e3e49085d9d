// What to do where the system refuses to write, by its code: only a full disk is helped by space.

const advice: Readonly<Record<string, string>> = {
  ENOSPC: 'free some space',
  EDQUOT: 'free some space of your quota',
  EACCES: 'check the permissions of the folder',
  EPERM: 'check the permissions of the folder',
  EROFS: 'make the file system writable',
  ENOENT: 'make the folder first',
  ENOTDIR: 'move away the file that is in the place of a folder',
  EISDIR: 'move away the folder that is in its place',
  EEXIST: 'move away what is there already',
  ENAMETOOLONG: 'give a shorter name',
};

/** @param elsewhere what else can be done, whatever the reason. @returns to be spread into an error's details */
export function writeHint(cause: unknown, elsewhere?: string): { readonly hint?: string } {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const parts = [advice[code], elsewhere].filter((part) => part !== undefined);
  return parts.length === 0 ? {} : { hint: parts.join(', or ') };
}
