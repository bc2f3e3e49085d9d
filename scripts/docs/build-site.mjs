// The documentation as a site: TypeDoc makes pages of docs/*.md and of the docstrings, once for each language. Nothing is
// fetched. see: docs/package.json, which gives TypeDoc the compiler that it needs
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application, ConsoleLogger, KindRouter, LogLevel } from '../../docs/node_modules/typedoc/dist/index.js';
import { bundleScript } from './bundle-script.mjs';
import { languages, pages } from './pages.mjs';

const project = fileURLToPath(new URL('../..', import.meta.url));

/** What the entry point is called in the site, whose file is index.ts. */
const apiName = 'googlenet';

/**
 * @param {string} out a folder of the site's own: what is in it is deleted
 * @throws Error for a link that leads nowhere, or anything else that TypeDoc warns of
 */
export async function buildSite(out) {
  rmSync(out, { recursive: true, force: true });
  const script = await bundleScript();
  for (const language of /** @type {const} */ (['en', 'zh'])) await buildLanguage(language, out, script);
}

async function buildLanguage(language, out, script) {
  const { folder, site, other } = languages[language];
  const isFirst = language === 'en';
  const files = pages.map((name) => join(project, folder, `${name}.md`));
  const app = await Application.bootstrap({
    name: 'googlenet',
    lang: language,
    readme: join(project, folder, 'index.md'),
    projectDocuments: files,
    // The docstrings are in English: the Chinese pages lead to them.
    entryPoints: isFirst ? [join(project, 'src/index.ts')] : [],
    tsconfig: join(project, 'tsconfig.build.json'),
    // The compiler of the project has looked at it already.
    skipErrorChecking: true,
    excludePrivate: true,
    excludeInternal: true,
    disableSources: true,
    sort: ['documents-first', 'source-order'],
    navigationLinks: { [other.title]: other.address, ...(isFirst ? {} : { API: `../modules/${apiName}.html` }) },
    // As ours print them: no names of types that the API does not export.
    validation: { notExported: false, invalidLink: true, invalidPath: true, notDocumented: false },
    highlightLanguages: ['typescript', 'javascript', 'html', 'json', 'bash', 'python'],
    favicon: join(project, 'web/public/icon.svg'),
    customCss: join(project, 'docs/live/site.css'),
    customJs: script,
    router: 'pages',
    hideGenerator: true,
    // The page has its own.
    headings: { readme: false },
    markdownItLoader: joinChineseLines,
    githubPages: false,
  });
  app.logger = new FaultLogger();
  const names = new Map(pages.map((name, index) => [titleOf(files[index]), name]));
  app.renderer.defineRouter(
    'pages',
    class extends KindRouter {
      /** Addresses are those of the files in each language, whatever their titles are. */
      getIdealBaseName(reflection) {
        const name = reflection.isDocument() ? names.get(reflection.name) : undefined;
        return name ?? super.getIdealBaseName(reflection);
      }
    },
  );
  const reflection = await app.convert();
  if (reflection === undefined) throw new Error(`the pages in ${folder} were not read`);
  for (const module of reflection.children ?? []) module.name = apiName;
  app.validate(reflection);
  await app.generateDocs(reflection, join(out, site));
  const { faults } = app.logger;
  if (faults.length > 0) throw new Error(`the pages in ${folder} have faults:\n${faults.join('\n')}`);
}

/** A line that ends in Chinese and goes on in Chinese has no space between: browsers would show one. */
function joinChineseLines(parser) {
  const isChinese = /[\p{Script=Han}，。：；、！？（）“”《》]/u;
  parser.renderer.rules.softbreak = (tokens, at) => {
    const [before, after] = [tokens[at - 1]?.content.at(-1) ?? '', tokens[at + 1]?.content.at(0) ?? ''];
    return isChinese.test(before) && isChinese.test(after) ? '' : '\n';
  };
}

/** As its first lines say it. */
function titleOf(file) {
  return /^title: (.+)$/m.exec(readFileSync(file, 'utf8'))?.[1];
}

/** Keeps what TypeDoc complains of. */
class FaultLogger extends ConsoleLogger {
  /** @type {string[]} */
  faults = [];

  log(message, level) {
    // Fields of a parameter that is taken apart are documented one by one, which TypeDoc does not see.
    if (level <= LogLevel.Info || message.includes('has an @param with name')) return;
    this.faults.push(message);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildSite(join(project, 'site'));
