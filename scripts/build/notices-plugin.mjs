// A plugin of Vite that writes down whose code the page contains, with each licence's text: packages may be bundled only
// if their notices go with them. Worker and page are two bundles of one file.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectPath } from '../setup/project.mjs';

/** Packages whose npm archive lacks its repository's LICENSE. */
const onnxruntimeLicence = readFileSync(projectPath('scripts/build/onnxruntime-licence.txt'), 'utf8').trim();
const onnxruntime = `${onnxruntimeLicence}

The WebAssembly file also contains the libraries listed, with their licences, in
https://github.com/microsoft/onnxruntime/blob/main/ThirdPartyNotices.txt`;
const licencesElsewhere = { 'onnxruntime-common': onnxruntimeLicence, 'onnxruntime-web': onnxruntime };

/**
 * @param {string} file where the notices go
 * @param {readonly string[]} further packages whose code is beside the page
 * @returns {() => import('vite').Plugin} makes the plugin, for the page and for its workers
 */
export function noticesPlugin(file, further) {
  const packages = new Set(further.map((name) => projectPath(`node_modules/${name}`)));
  return () => ({
    name: 'notices',
    generateBundle(_options, bundle) {
      for (const output of Object.values(bundle)) {
        const paths = output.type === 'chunk' ? output.moduleIds : output.originalFileNames;
        for (const path of paths) for (const folder of packageFolder(path)) packages.add(folder);
      }
    },
    closeBundle() {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, printNotices([...packages].sort()));
    },
  });
}

/** @returns {string[]} the folder of the package that a module is from; none for our own */
function packageFolder(path) {
  const [, folder] = /^(?:\0)?(.*node_modules\/(?:@[^/]+\/)?[^/?]+)\//.exec(path.replaceAll('\\', '/')) ?? [];
  return folder === undefined ? [] : [folder.startsWith('.') ? projectPath(join('web', folder)) : folder];
}

function printNotices(folders) {
  const sections = folders.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return `## ${name} ${version} (${license})\n\n${licenceOf(folder, name)}\n`;
  });
  return [
    '# Notices\n\nThe page of the studio (`dist/web`) and the engine wasm (`dist/wasm`) contain code of these packages.\n',
    ...sections,
    `## libvips, which sharp uses\n\n${libvipsNotice()}\n`,
  ].join('\n');
}

function licenceOf(folder, name) {
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
  const text = file === undefined ? licencesElsewhere[name] : readFileSync(join(folder, file), 'utf8').trim();
  if (text === undefined) throw new Error(`${name} has no LICENSE: add it to scripts/build/notices-plugin.mjs`);
  return text;
}

/** It is not part of this package: npm installs it for the platform, under its own licences. */
function libvipsNotice() {
  const scope = projectPath('node_modules/@img');
  const readmes = existsSync(scope)
    ? readdirSync(scope)
        .filter((name) => name.startsWith('sharp-libvips-'))
        .map((name) => readFileSync(join(scope, name, 'README.md'), 'utf8'))
    : [];
  const table = readmes.map((text) => /This software contains[\s\S]*?LGPLv2\.1\./.exec(text)?.[0]).at(0) ?? '';
  return `npm installs it beside this package as a shared library of its own (\`@img/sharp-libvips-*\`), which may be replaced.
${table}`.trim();
}
