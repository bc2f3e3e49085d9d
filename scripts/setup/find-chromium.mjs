// Where a browser is that the tests of the page can drive: Chromium or Chrome, as the systems install them.
import { existsSync } from 'node:fs';
import { findProgram } from './find-program.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const elsewhere = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** @param {readonly string[]} [folders] those of the PATH. @returns {string | undefined} its program */
export function findChromium(folders) {
  return findProgram(names, folders) ?? elsewhere.find((path) => existsSync(path));
}
