// How long the note of a run may be: for the page too, which needs no Node.

/** In UTF-16 units, as a browser counts them. */
export const longestNote = 4000;
