// A line on the terminal or in a log, with the time of day.

export function say(text) {
  console.log(`${new Date().toTimeString().slice(0, 8)} ${text}`);
}
