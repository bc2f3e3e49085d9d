// Which GPU is taken, in processes of their own, as a process keeps its first one. A second GPU is there where Mesa's llvmpipe is
// installed: whether WebGPU can use it or not, a process that asks for it sees no other.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { installLibrary } from './support/built-library.ts';
import { enginesUnderTest } from './support/engines.ts';
import { describeUnless, itUnless } from './support/unless.ts';

const llvmpipe = '/usr/share/vulkan/icd.d/lvp_icd.x86_64.json';
const noSecond = existsSync(llvmpipe) ? undefined : "Mesa's llvmpipe is not installed";
const software = /SwiftShader/;

describeUnless(enginesUnderTest.webgpu.unavailable, 'webgpu', () => {
  const drivers = [process.env.VK_DRIVER_FILES, llvmpipe].join(delimiter);
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'googlenet-devices-'));
    installLibrary(folder);
  });

  /** What comes of opening the engine with each of these devices, one after the other: the GPU's name, or the error. */
  async function open(files: string, ...devices: readonly (string | number | undefined)[]): Promise<readonly string[]> {
    const script = `
      import { openEngine } from 'googlenet';
      const results = [];
      for (const device of ${JSON.stringify(devices)}) {
        try {
          await using_(await openEngine('webgpu', device === null ? {} : { device }));
        } catch (error) {
          results.push(error.message);
        }
      }
      async function using_(engine) {
        results.push([engine.device.name, engine.device.kind, engine.advice].join(' · '));
        await engine.close();
      }
      console.log(JSON.stringify(results));`;
    const environment = { ...process.env, VK_DRIVER_FILES: files, VK_ICD_FILENAMES: files };
    const argv = ['--input-type=module', '--eval', script];
    const { stdout } = await promisify(execFile)(process.execPath, argv, { cwd: folder, env: environment });
    return JSON.parse(stdout);
  }

  it('takes the one GPU that there is, and says that it is none', async () => {
    const [found, named, missing, elsewhere] = await open(
      process.env.VK_DRIVER_FILES ?? '',
      undefined,
      'swift',
      1,
      'radeon',
    );
    expect(found).toMatch(/^SwiftShader.* · software · SwiftShader.* is a GPU in software, far slower/);
    expect(named).toBe(found);
    expect(missing).toMatch(/^device is '1', but no GPU has that number or name · hint: there are 0: SwiftShader/);
    expect(elsewhere).toMatch(/^device is 'radeon', but no GPU/);
  });

  itUnless(noSecond, 'takes the one that is asked for, of two', async () => {
    const [chosen, other] = await open(drivers, 'swiftshader', 'llvmpipe');
    expect(chosen).toMatch(software);
    expect(other).toMatch(/^this process computes on SwiftShader.* already/);
    // It computes there, or WebGPU cannot use it and has no other.
    const [second] = await open(drivers, 'llvmpipe');
    expect(second).toMatch(/^(llvmpipe .* · software|no GPU can be used: .*No supported adapters)/);
  });
});
