// What the documentation consists of, in the order in which it is read. Each page is a file of docs/ and one of docs/zh/.

/** Names of the files, without `.md`. */
export const pages = [
  'tutorial',
  'own-images',
  'recipes',
  'engines',
  'browser',
  'distributed',
  'formats',
  'errors',
  'pytorch',
];

/** Where a language has its pages, below the project and below the site. */
export const languages = /** @type {const} */ ({
  en: { folder: 'docs', site: '', other: { title: '中文', address: 'zh/index.html' } },
  zh: { folder: 'docs/zh', site: 'zh', other: { title: 'English', address: '../index.html' } },
});
