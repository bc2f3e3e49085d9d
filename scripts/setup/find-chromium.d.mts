/** @returns the program of a browser that the tests of the page can drive */
export function findChromium(folders?: readonly string[]): string | undefined;
