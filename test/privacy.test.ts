// The program tells nobody: no command connects to another machine, and none leaves files but in the folders that it is
// given, its cache and the system's folder for temporary files. ONNX Runtime would, and is kept from it.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { locateFashionMnist } from '../src/data/fashion-mnist/locate.ts';
import { strace, watch } from './support/strace.ts';
import { describeUnless, withoutDataset } from './support/unless.ts';

const project = fileURLToPath(new URL('..', import.meta.url));
const program = join(project, 'bin', 'googlenet.js');
const runtime = join(project, 'node_modules', 'onnxruntime-node');
const loadRuntime = join(project, 'dist', 'engines', 'onnxruntime', 'load-runtime.js');

const world = mkdtempSync(join(tmpdir(), 'googlenet-privacy-'));
const folders = { home: join(world, 'home'), temporary: join(world, 'tmp'), work: join(world, 'work') };
for (const folder of Object.values(folders)) mkdirSync(folder);
// As every home has one in which something was ever started.
mkdirSync(join(folders.home, '.cache'));

/** No variable that makes onnxruntime keep silent by itself, as those of build machines do. */
const env = {
  PATH: process.env.PATH,
  HOME: folders.home,
  TMPDIR: folders.temporary,
  LD_LIBRARY_PATH: process.env.LD_LIBRARY_PATH,
};

/** Options for a network namespace of its own, which is empty: nothing can leave the machine. */
const alone = ['--net', '--map-root-user'];
const whyNotAlone =
  process.platform === 'linux' && spawnSync('unshare', [...alone, 'true']).status === 0
    ? undefined
    : 'the system gives no network of its own to a process';

describeUnless(whyNotAlone, 'a process that makes an onnxruntime session', () => {
  const failingSession = 'InferenceSession.create(new Uint8Array(0)).catch(() => {})';
  const bare = `require(${JSON.stringify(runtime)}).${failingSession}`;
  const ours = `import(${JSON.stringify(loadRuntime)}).then(async (ours) => (await ours.loadRuntime()).${failingSession})`;
  const inWorker = (script: string) =>
    `new (require('node:worker_threads').Worker)(${JSON.stringify(script)}, { eval: true })`;

  it.each([
    ['by itself keeps a device identifier', bare, true],
    ['through our loader keeps none', ours, false],
    ['through our loader in a worker keeps none', inWorker(ours), false],
  ])('%s', (_, script, expected) => {
    const home = mkdtempSync(join(world, 'home-'));
    const options = { env: { ...env, HOME: home, TMPDIR: home }, encoding: 'utf8' } as const;
    execFileSync('unshare', [...alone, process.execPath, '--eval', script], options);
    const files = readdirSync(home, { recursive: true, encoding: 'utf8' });
    expect(files.some((name) => name.endsWith('deviceid'))).toBe(expected);
  });
});

const whyUnwatched =
  strace !== undefined || (process.platform === 'linux' && process.env.CI !== undefined)
    ? withoutDataset(await locateFashionMnist())
    : 'there is no strace on this machine';

describeUnless(whyUnwatched, 'a command', () => {
  const onOnnxruntime = ['--engine', 'onnxruntime'];
  const small = [...onOnnxruntime, '--batch-size', '4', '--image-size', '64'];
  /** In this order: later ones take what earlier ones made. */
  const commandLines: readonly (readonly string[])[] = [
    ['help'],
    ['summary'],
    ['completion', 'bash'],
    ['models'],
    ['recipes'],
    ['doctor'],
    ['check', 'photos'],
    ['train', ...small, '--epochs', '1', '--limit-train', '8', '--limit-test', '4', '--run', 'runs/a'],
    ['train', '--resume', 'runs/a', '--epochs', '2'],
    ['evaluate', 'runs/a', ...onOnnxruntime, '--limit', '4'],
    ['report', 'runs/a', ...onOnnxruntime],
    ['predict', 'runs/a', 'picture.png', ...onOnnxruntime],
    ['export', 'runs/a', '--out', 'a.onnx'],
    ['export', 'runs/a', '--format', 'safetensors', '--out', 'a.safetensors'],
    ['import', 'a.safetensors', '--out', 'runs/b'],
    ['bench', ...onOnnxruntime, '--batch-size', '1', '--steps', '1'],
    ['bench', '--engine', 'wasm', '--mode', 'infer', '--batch-size', '1', '--steps', '1'],
    ['studio', 'runs', '--port', '0', '--lang', 'en'],
  ];

  const answers: string[] = [];

  /** What a browser asks for when the studio is opened, and then Ctrl-C. */
  async function lookAtStudio(printed: string): Promise<boolean> {
    const [url] = /http:\/\/\S+\//.exec(printed) ?? [];
    if (url === undefined) return false;
    for (const path of ['', 'api/studio', 'api/options', 'api/networks', 'api/profiles', 'api/runs/a']) {
      const answer = await fetch(`${url}${path}`);
      await answer.arrayBuffer();
      answers.push(`${path} ${answer.status}`);
    }
    return true;
  }

  it('of each name is watched', () => {
    const help = execFileSync(process.execPath, [program, '--help'], { env, encoding: 'utf8' });
    const names = [...help.slice(help.indexOf('Commands:')).matchAll(/^ {2}(?!npx )([a-z]+) /gm)].map(
      ([, name]) => name,
    );
    expect(names).toContain('train');
    expect(names.filter((name) => name !== 'googlenet' && !commandLines.some(([first]) => first === name))).toEqual([]);
  });

  it.each(commandLines.map((words) => words.join(' ')))('%s', async (line) => {
    for (const path of ['picture.png', 'photos/a/1.png', 'photos/b/1.png']) {
      mkdirSync(dirname(join(folders.work, path)), { recursive: true });
      await sharp({ create: { width: 40, height: 40, channels: 3, background: '#333' } })
        .png()
        .toFile(join(folders.work, path));
    }
    const watched = await watch([process.execPath, program, ...line.split(' ')], {
      workingDirectory: folders.work,
      env,
      log: join(world, 'strace.log'),
      ...(line.startsWith('studio') ? { isDone: lookAtStudio } : {}),
    });
    expect(watched.exitCode, watched.printed).toBe(0);
    expect(answers.filter((answer) => !answer.endsWith(' 200'))).toEqual([]);
    expect(answers.length > 0).toBe(line.startsWith('studio'));
    expect(watched.peers).toEqual([]);
    expect(watched.written.filter(isElsewhere)).toEqual([]);
    if (line.startsWith('train')) expect(watched.written).toContain(join(folders.work, 'runs', 'a', 'metrics.jsonl'));
  });
});

/** Whether a path is outside the working directory, our cache and our temporary files. Devices do not count: they keep nothing. */
function isElsewhere(path: string): boolean {
  const places = [
    folders.work,
    join(folders.home, '.cache', 'googlenet'),
    join(folders.temporary, 'googlenet-'),
    '/dev/',
    '/proc/self/',
  ];
  return !places.some(
    (place) => path === place || path.startsWith(place.endsWith('-') || place.endsWith(sep) ? place : `${place}${sep}`),
  );
}

it('loads onnxruntime by one way, and in an example that stands by itself, both of which set the switch', () => {
  const own = ['src', 'test', 'scripts', 'bench', 'bin', 'examples'].flatMap((folder) =>
    readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.m?[jt]s$/.test(name))
      .map((name) => join(folder, name)),
  );
  const loads = own.filter((path) =>
    /^import (?!type)[^;]*'onnxruntime-node'|\bimport\('onnxruntime-node'|require\('onnxruntime-node'/m.test(
      readFileSync(join(project, path), 'utf8'),
    ),
  );
  const known = loads.filter((path) => !path.endsWith('privacy.test.ts'));
  expect(known).toEqual(['src/engines/onnxruntime/load-runtime.ts', 'examples/node-onnx/classify.mjs']);
  for (const path of known) {
    const text = readFileSync(join(project, path), 'utf8');
    expect(text, path).toContain("process.env.ORT_DISABLE_TELEMETRY = '1'");
  }
});
