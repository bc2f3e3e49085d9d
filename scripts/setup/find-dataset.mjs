// Where Fashion-MNIST already is on this machine: asks the library that was just built, which is what training does.
import { pathToFileURL } from 'node:url';
import { projectPath } from './project.mjs';

/** @returns {Promise<string | undefined>} a phrase that names the folder */
export async function findDataset() {
  const built = (path) => import(pathToFileURL(projectPath(`dist/${path}`)).href);
  const { locateFashionMnist } = await built('data/fashion-mnist/locate.js');
  const { cacheDirectory } = await built('cli/cache-directory.js');
  const location = await locateFashionMnist(cacheDirectory(process.env));
  return location === undefined ? undefined : `Fashion-MNIST in ${location.directory}`;
}
