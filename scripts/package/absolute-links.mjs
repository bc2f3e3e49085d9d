// A README is read on a registry's page too, where its relative addresses lead nowhere: in the package they are absolute.

/** How each host calls a file of a commit, as a page and as the picture itself. */
const hosts = {
  'github.com': {
    page: (project, commit) => `https://github.com/${project}/blob/${commit}/`,
    picture: (project, commit) => `https://raw.githubusercontent.com/${project}/${commit}/`,
  },
  'gitlab.com': {
    page: (project, commit) => `https://gitlab.com/${project}/-/blob/${commit}/`,
    picture: (project, commit) => `https://gitlab.com/${project}/-/raw/${commit}/`,
  },
};

/** Code is left alone; targets of links and pictures, in Markdown and in HTML, are not. */
const targets = /^(```|~~~)[\s\S]*?^\1|`[^`\n]+`|(?<before>\]\(|\b(?:src|srcset|href)=")(?<target>[^)"\s]+)/gm;

/**
 * @param {string} markdown
 * @param {string} url package.json's `repository.url`
 * @param {string} commit of which the files are shown
 */
export function absoluteLinks(markdown, url, commit) {
  const [, host, project] = /^git\+https:\/\/([^/]+)\/(.+)\.git$/.exec(url) ?? [];
  const addresses = hosts[host];
  if (addresses === undefined) {
    const known = Object.keys(hosts).join(' or ');
    throw new Error(`package.json: repository.url is ${url}, expected git+https://HOST/OWNER/NAME.git with ${known}`);
  }
  return markdown.replaceAll(targets, (...match) => {
    const [whole, groups] = [match[0], match.at(-1)];
    if (groups.target === undefined || /^(#|\/|[a-z][a-z+.-]*:)/i.test(groups.target)) return whole;
    const kind = /\.(png|svg|jpe?g|gif|webp|avif)$/i.test(groups.target) ? 'picture' : 'page';
    return groups.before + addresses[kind](project, commit) + groups.target.replace(/^\.\//, '');
  });
}
