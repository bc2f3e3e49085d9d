// What package.json lacks before it may be published. Nobody but its owner can know these, so nothing is made up here.

const examples = {
  repository: '{ "type": "git", "url": "git+https://github.com/OWNER/NAME.git" }',
  homepage: '"https://github.com/OWNER/NAME#readme"',
};

/**
 * @param {Readonly<Record<string, unknown>>} description package.json
 * @returns {string | undefined} a sentence, undefined where nothing is missing
 */
export function publishingFault(description) {
  const missing = Object.keys(examples).filter((field) => description[field] === undefined);
  if (missing.length === 0) return undefined;
  const lines = missing.map((field) => `  "${field}": ${examples[field]}`);
  return `not published: set in package.json, with the public address of this repository,\n${lines.join(',\n')}`;
}
