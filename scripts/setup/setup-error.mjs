// A step of set-up that could not be done, with what the failing command printed.

export class SetupError extends Error {
  /**
   * @param {string} message one line: what failed, and what to do
   * @param {string} output what the command said of it, if that helps
   */
  constructor(message, output = '') {
    super(message);
    this.name = new.target.name;
    this.output = output;
  }
}
