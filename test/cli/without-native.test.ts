// The program on a system that onnxruntime-node has no binary for, and without oneDNN: a copy of the build beside which the package
// lacks its binaries, as on Intel Macs, on Alpine and elsewhere. It computes in WebAssembly, says so in one line, and does all of
// its work.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from './context.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const copy = temporaryFolder();
const work = temporaryFolder();
afterAll(() => {
  for (const folder of [copy, work]) rmSync(folder, { recursive: true });
});

/** What its own code and the build's files find there. */
function copyProgram(): void {
  for (const name of ['bin', 'dist', 'package.json'])
    cpSync(join(project, name), join(copy, name), { recursive: true });
  const modules = join(copy, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(join(project, 'node_modules'))) {
    if (name.startsWith('.') || name.startsWith('onnxruntime-')) continue;
    symlinkSync(join(project, 'node_modules', name), join(modules, name), 'junction');
  }
  // What npm installs beside the package, which is not onnxruntime-web.
  for (const name of ['onnxruntime-common', 'onnxruntime-node']) {
    const from = join(project, 'node_modules', name);
    cpSync(from, join(modules, name), { recursive: true, filter: (path) => path !== join(from, 'bin') });
  }
  const search = join(copy, 'dist/engines/onednn/library/find-library.js');
  const absent = readFileSync(search, 'utf8').replace(/\blibdnnl(?=\\?\.)|\bdnnl(?=\.dll')/g, 'absent');
  writeFileSync(search, absent);
}

async function writePictures(): Promise<void> {
  for (const [label, background] of ['#d02020', '#2040d0'].entries()) {
    mkdirSync(join(work, 'photos', `kind ${label}`), { recursive: true });
    for (let image = 0; image < 5; image++) {
      const picture = sharp({ create: { width: 40 + image, height: 40, channels: 3, background } }).png();
      await picture.toFile(join(work, 'photos', `kind ${label}`, `${image}.png`));
    }
  }
}

/** @returns what it printed, and what it said beside that, once the process has ended by itself */
async function run(line: string): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const argv = [join(copy, 'bin', 'googlenet.js'), ...line.split(' ')];
  const env = { ...process.env, XDG_CACHE_HOME: join(work, 'cache'), LC_ALL: 'C' };
  return promisify(execFile)(process.execPath, argv, { cwd: work, env });
}

describe('without a native library', () => {
  beforeAll(async () => {
    copyProgram();
    await writePictures();
  });

  const small = '--model lenet --batch-size 4';
  const advice =
    /^WebAssembly computes, slowly, as onnxruntime cannot be loaded \(.* doctor says why\); oneDNN is fast: .+$/;

  it('doctor says which engines there are, and for which systems the package has binaries', async () => {
    const { stdout } = await run('doctor --json');
    const { engines } = JSON.parse(stdout);
    expect(engines).toMatchObject([
      { name: 'onednn', missing: expect.any(String) },
      {
        name: 'onnxruntime',
        missing: expect.stringMatching(/^it has binaries for Linux with glibc and Windows, .* wasm/),
      },
      { name: 'webgpu', missing: expect.any(String) },
      { name: 'wasm', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) },
      { name: 'reference' },
    ]);
  });

  it('a training says in one line what computes, and goes on there', async () => {
    const first = await run(`train --data photos --run runs/a --epochs 1 ${small}`);
    expect(first.stderr).toBe('');
    expect(first.stdout.split('\n').filter((line) => advice.test(line))).toHaveLength(1);
    const more = await run('train --resume runs/a --epochs 2 --hold-schedule');
    expect(more.stdout + more.stderr).not.toContain('the engine was');
    const lines = readFileSync(join(work, 'runs/a/metrics.jsonl'), 'utf8').trim().split('\n');
    const events = lines.map((line) => JSON.parse(line));
    expect(events.filter(({ kind }) => kind === 'epoch')).toMatchObject([{ epoch: 1 }, { epoch: 2 }]);
    for (const { stdout } of [first, more]) expect(stdout).toMatch(/ · engine wasm \d+\.\d+\.\d+ · /);
  });

  it('a model is evaluated and exported, and tells what pictures show, exported or not', async () => {
    expect((await run('evaluate runs/a')).stdout).toMatch(/ · engine wasm \d+\.\d+\.\d+\n/);
    await run('export runs/a --out a.onnx');
    const answers = await Promise.all(['runs/a', 'a.onnx'].map((source) => run(`predict ${source} photos`)));
    const [trained, exported] = answers.map(({ stdout }) => stdout.slice(stdout.indexOf('\n')));
    expect(trained).toMatch(/photos.kind 0.0\.png\n {2}kind [01] .* \d+\.\d\d %\n/);
    expect(exported).toBe(trained);
  });

  it('a damaged installation says what to do', async () => {
    rmSync(join(copy, 'dist/wasm'), { recursive: true });
    const said = run('bench --mode infer --batch-size 1 --steps 1');
    await expect(said).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^error ENGINE_FAILED: onnxruntime's WebAssembly cannot be loaded: .* · hint: install .* again; in a checkout: npm run build\n$/,
      ),
    });
  });
});
