// A reporter of vitest that says at the end what was skipped and why: a test passes the reason to `skip`, or it stands in
// a title as `(skipped: …)`. Also writes it to the file that GOOGLENET_TEST_SKIPS names.
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';

/** @implements {import('vitest/node').Reporter} */
class SkipReporter {
  onInit(vitest) {
    this.isFiltered = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules) {
    const skips = modules.flatMap((module) => {
      const file = relative(process.cwd(), module.moduleId);
      return [...module.children.allTests('skipped')].map((test) => ({ file, ...readSkip(test) }));
    });
    const lines = skipLines(skips, { isFiltered: this.isFiltered });
    for (const line of lines) console.log(line);
    if (process.env.GOOGLENET_TEST_SKIPS !== undefined)
      writeFileSync(process.env.GOOGLENET_TEST_SKIPS, lines.join('\n'));
  }
}

// vitest takes a reporter from a file as its default export.
// biome-ignore lint/style/noDefaultExport: see above
export default SkipReporter;

function readSkip(test) {
  return { title: test.fullName, note: test.result().note };
}

/**
 * @param {readonly { file: string, title: string, note?: string }[]} skips
 * @param {{ isFiltered: boolean }} options whether tests were left out by name: those give no reason
 * @returns {string[]} one line for each file and reason
 */
export function skipLines(skips, { isFiltered }) {
  const counts = new Map();
  for (const { file, title, note } of skips) {
    const reason = note ?? /\(skipped: (.*)\)(?: > |$)/.exec(title)?.[1];
    if (reason === undefined && isFiltered) continue;
    const key = `${file}: ${reason ?? `no reason is given for '${title}'`}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => `skipped ${count} of ${key}`);
}
