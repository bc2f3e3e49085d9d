/** @returns the path of a program of the system, by the first of its names that the folders hold */
export function findProgram(names: readonly string[], folders?: readonly string[]): string | undefined;
