// Where Fashion-MNIST already is on this machine: asks the library that was just built, which is what training does.
import { pathToFileURL } from 'node:url';
import { projectPath } from './project.mjs';

/** @returns {Promise<string | undefined>} a phrase that names the folder */
export async function findDataset() {
  const module = pathToFileURL(projectPath('dist/data/locate-fashion-mnist.js')).href;
  const { locateFashionMnist } = await import(module);
  const cacheDirectory = process.env.XDG_CACHE_HOME || undefined;
  const location = await locateFashionMnist({ cacheDirectory });
  return location === undefined ? undefined : `Fashion-MNIST in ${location.directory}`;
}
