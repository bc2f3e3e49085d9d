// A GPU that every machine can have: SwiftShader, a Vulkan in software that comes with Debian's Chromium. It computes what a GPU
// computes, some thousand times slower, so that tests on it take single operations and tiny networks.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { vulkanAdapters } from '../../src/engines/onnxruntime/hosts/vulkan-adapters.ts';
import { reasonOf } from '../../src/errors/reason-of.ts';

const folders = ['/usr/lib/chromium', '/opt/google/chrome'];

/**
 * Makes it the one GPU that this process sees.
 * @returns why there is none
 */
export function useSoftwareGpu(): string | undefined {
  const driver = folders.map((folder) => join(folder, 'vk_swiftshader_icd.json')).find((file) => existsSync(file));
  if (driver === undefined) return 'there is no Chromium with SwiftShader on this machine';
  process.env.VK_DRIVER_FILES = driver;
  process.env.VK_ICD_FILENAMES = driver;
  try {
    return vulkanAdapters()?.length === 0 ? 'Vulkan does not take SwiftShader' : undefined;
  } catch (error) {
    return reasonOf(error);
  }
}
