import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { engineNames } from '../../src/engines/open-engine.ts';
import { runCommand } from './context.ts';

describe('googlenet', () => {
  it('prints its help without arguments, and each command its own with examples', async () => {
    const { exitCode, stdout } = await runCommand([]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Commands:');
    for (const command of [
      'train',
      'check',
      'evaluate',
      'report',
      'predict',
      'export',
      'import',
      'studio',
      'summary',
      'models',
      'recipes',
      'bench',
      'doctor',
      'completion',
    ]) {
      const help = await runCommand([command, '--help']);
      expect(help.exitCode).toBe(0);
      expect(help.stdout).toContain(`Examples:\n  googlenet ${command}`);
    }
  });

  it('has exactly the options that are promised', async () => {
    const flags = async (command: string) =>
      [...(await runCommand([command, '--help'])).stdout.matchAll(/^ {2}(?:-\w, )?--([\w-]+)/gm)].map(
        ([, name]) => name,
      );
    const everywhere = ['help', 'version', 'debug'];
    expect(await flags('train')).toEqual([
      ...[
        'data',
        'recipe',
        'config',
        'dataset',
        'model',
        'image-size',
        'width',
        'no-heads',
        'channels',
        'fit',
        'background',
        'normalize',
        'augment',
        'val-split',
      ],
      ...['epochs', 'batch-size', 'accumulate', 'optimizer', 'lr', 'momentum', 'nesterov', 'weight-decay'],
      ...['no-bias-decay', 'clip-norm', 'ema-decay', 'label-smoothing', 'class-weights', 'schedule', 'warmup'],
      ...['schedule-epochs', 'early-stopping'],
      ...[
        'seed',
        'engine',
        'device',
        'onednn',
        'precision',
        'threads',
        'distributed',
        'mpi',
        'scale-lr',
        'sync-batch-norm',
        'collective-timeout',
        'check-every',
        'limit-train',
        'limit-test',
        'no-shuffle',
        'init',
        'freeze',
        'cache-limit',
        'run',
        'resume',
      ],
      ...['hold-schedule', 'stretch-schedule', 'allow-engine-change', 'force'],
      ...['checkpoint-every', 'save-best', 'log-every', 'lang', 'studio', 'quiet'],
      ...everywhere,
    ]);
    expect(await flags('predict')).toEqual([
      ...['invert', 'top', 'json', 'csv', 'image-size', 'engine', 'device', 'onednn', 'precision', 'threads', 'lang'],
      ...everywhere,
    ]);
    expect(await flags('export')).toEqual(['format', 'out', 'softmax', 'dtype', 'image-size', 'lang', ...everywhere]);
    expect(await flags('import')).toEqual(['out', 'model', 'key', 'class-names', 'lang', ...everywhere]);
    expect(await flags('check')).toEqual(['image-size', 'json', 'lang', ...everywhere]);
    expect(await flags('evaluate')).toEqual([
      ...['split', 'data', 'limit', 'batch-size', 'image-size', 'test-time-augmentation'],
      ...['engine', 'device', 'onednn', 'precision', 'threads', 'json', 'lang'],
      ...everywhere,
    ]);
    expect(await flags('report')).toEqual(['engine', 'device', 'onednn', 'threads', 'lang', ...everywhere]);
    expect(await flags('studio')).toEqual([
      'port',
      'host',
      'allow-host',
      'read-only',
      'open',
      'until-input-ends',
      'lang',
      ...everywhere,
    ]);
    const ofModels = ['model', 'channels', 'classes', 'image-size', 'width', 'no-heads'];
    expect(await flags('models')).toEqual(['channels', 'classes', 'width', 'no-heads', 'json', 'lang', ...everywhere]);
    expect(await flags('summary')).toEqual([
      ...ofModels,
      ...['input', 'depth', 'columns', 'style', 'json', 'lang'],
      ...everywhere,
    ]);
    expect(await flags('doctor')).toEqual(['fix', 'json', 'lang', ...everywhere]);
    expect(await flags('bench')).toEqual([
      'mode',
      ...ofModels,
      ...[
        'engine',
        'device',
        'onednn',
        'precision',
        'batch-size',
        'steps',
        'threads',
        'profile',
        'json',
        'interactive',
        'lang',
      ],
      ...everywhere,
    ]);
  });

  it('shows the words that a command takes', async () => {
    const { stdout } = await runCommand(['predict', '--help']);
    expect(stdout).toMatch(/^Usage: googlenet predict RUN\|FILE IMAGE… \[options\]\n/);
    expect(stdout).toMatch(
      /^Arguments:\n {2}RUN\|FILE {2,}a run folder [^…]*\n {2}IMAGE… {2,}PNG, JPEG, WebP, GIF, AVIF or TIFF/m,
    );
    expect((await runCommand(['export', 'a', 'b', '--out', 'c'])).stderr).toBe(
      "error UNEXPECTED_ARGUMENT: 'b' belongs to no option · hint: see googlenet export --help\n",
    );
  });

  it('prints the version of package.json', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(await runCommand(['--version'])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('knows the short names that programs have, as every command does', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    for (const argv of [['-V'], ['-v'], ['train', '-v'], ['doctor', '-V'], ['train', '--epochs', '1', '--version']]) {
      expect([argv, await runCommand(argv)]).toEqual([argv, { exitCode: 0, stdout: `${version}\n`, stderr: '' }]);
    }
    expect(await runCommand(['-h'])).toEqual(await runCommand(['--help']));
    expect(await runCommand(['export', '-h'])).toEqual(await runCommand(['export', '--help']));
  });

  it('takes what comes behind -- for words, whatever they look like', async () => {
    const nowhere = await runCommand(['evaluate', '--json', '--', '--help']);
    expect([nowhere.exitCode, nowhere.stderr]).toEqual([
      2,
      expect.stringContaining("RUN|FILE is '--help', which does not"),
    ]);
    expect((await runCommand(['evaluate', '--', '--help', '--debug'])).stderr).toMatch(
      /^error UNEXPECTED_ARGUMENT: '--debug' belongs to no option · hint: see googlenet evaluate --help\n$/,
    );
    expect((await runCommand(['export', 'run', '--out', '--'])).stderr).toMatch(
      /^error INVALID_OPTION: --out has no value/,
    );
    expect((await runCommand(['summary', '--'])).exitCode).toBe(0);
    expect(await runCommand(['--', 'summary'])).toEqual(await runCommand(['summary']));
  });

  it('knows no other commands or options', async () => {
    expect(await runCommand(['trian'])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: "error UNKNOWN_COMMAND: 'trian' is not a command · hint: did you mean train?\n",
    });
    expect((await runCommand(['fly'])).stderr).toMatch(
      /the commands are train, check, evaluate, report, predict, export, import, studio, summary, models, recipes, bench, doctor, completion\n$/,
    );
    expect(await runCommand(['--versoin'])).toMatchObject({
      exitCode: 2,
      stderr: 'error UNKNOWN_OPTION: --versoin is not an option of googlenet · hint: did you mean --version?\n',
    });
  });

  it('reports every mistake of a command line at once, without a stack', async () => {
    const argv = 'train --epochs many --lrr 0.1 --engine onnx --batch-size 0 --nesterov --momentum -1 extra --threads';
    const { exitCode, stderr, stdout } = await runCommand(argv.split(' '));
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      [
        'error UNKNOWN_OPTION: --lrr is not an option of train · hint: did you mean --lr?',
        "error UNEXPECTED_ARGUMENT: 'extra' belongs to no option · hint: see googlenet train --help",
        "error INVALID_OPTION: --epochs is 'many', expected a whole number of at least 1",
        "error INVALID_OPTION: --batch-size is '0', expected a whole number of at least 1",
        "error INVALID_OPTION: --momentum is '-1', expected a number from 0 to below 1",
        "error INVALID_OPTION: --engine is 'onnx', expected one of auto, onednn, onnxruntime, webgpu, wasm, reference · hint: did you mean onnxruntime?",
        'error INVALID_OPTION: --threads has no value, expected a whole number of at least 1',
        '',
      ].join('\n'),
    );
  });

  it('refuses an unknown option alone, and Nesterov without momentum beside another mistake', async () => {
    expect(await runCommand(['bench', '--step', '1'])).toMatchObject({
      exitCode: 2,
      stderr: 'error UNKNOWN_OPTION: --step is not an option of bench · hint: did you mean --steps?\n',
    });
    expect((await runCommand(['train', '--nesterov', '--epochs', '0'])).stderr).toBe(
      "error INVALID_OPTION: --epochs is '0', expected a whole number of at least 1\n" +
        'error INVALID_OPTION: --nesterov needs a momentum · hint: add --momentum 0.9\n',
    );
  });

  it('shows the stack with --debug only', async () => {
    expect((await runCommand(['train', '--epochs', 'x'])).stderr).not.toContain('    at ');
    expect((await runCommand(['train', '--epochs', 'x', '--debug'])).stderr).toContain('    at ');
  });
});

describe('googlenet summary', () => {
  const golden = (name: string) => readFileSync(new URL(`../fixtures/torchinfo/${name}.txt`, import.meta.url), 'utf8');

  it.each([
    ['googlenet', []],
    ['googlenet-depth2', ['--depth', '2']],
    ['googlenet-batch128', ['--input', '128,1,96,96']],
    ['tutorial/googlenet', ['--style', 'tutorial']],
    ['tutorial/googlenet', ['--lang', 'zh']],
    ['googlenet', ['--lang', 'zh', '--style', 'newest']],
  ])('prints torchinfo/%s.txt and nothing else', async (name, options) => {
    expect(await runCommand(['summary', ...options])).toEqual({ exitCode: 0, stdout: golden(name), stderr: '' });
  });

  it('prints JSON with the columns asked for', async () => {
    const { stdout } = await runCommand(['summary', '--json', '--columns', 'kernel_size,mult_adds']);
    expect(JSON.parse(stdout)).toMatchObject({
      columns: ['kernel_size', 'mult_adds'],
      totals: { parameters: 5_977_530 },
    });
  });

  it('refuses columns and shapes that are none', async () => {
    const { exitCode, stderr } = await runCommand([
      'summary',
      '--columns',
      'output_siz,num_params',
      '--input',
      '1,96,96',
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("--input is '1,96,96', expected four whole numbers of at least 1, e.g. 1,1,96,96\n");
    expect(stderr).toMatch(/hint: did you mean output_size,num_params\?\n$/);
  });
});

describe('googlenet doctor', () => {
  it('gives all of it as one JSON object, and nothing else', async () => {
    const text = z.string().min(1);
    const size = z.int().positive();
    const findings = z.strictObject({
      googlenet: z.string().regex(/^\d+\.\d+\.\d+/),
      node: z.strictObject({ version: z.literal(process.version), platform: text, arch: text }),
      processor: z.strictObject({ model: text, cores: size, vectorExtensions: z.array(text) }),
      memory: z.strictObject({ total: size, free: size }),
      load: z.strictObject({ lastMinute: z.number().min(0), slowsTraining: z.boolean() }),
      engines: z
        .array(z.strictObject({ name: text, version: text }).or(z.strictObject({ name: text, missing: text })))
        .length(engineNames.length),
      gpus: z.array(
        z.strictObject({
          ...{ name: text, vendor: text, kind: text, vulkan: text, driver: z.string() },
          ...{ memory: z.number(), model: text, uuid: text },
        }),
      ),
      precision: z.strictObject({ available: z.array(z.enum(['float32', 'bf16'])).min(1), auto: text }),
      mpi: z.array(z.strictObject({ version: z.string().regex(/^(MPICH|Open MPI|Intel MPI|MVAPICH) \d/), path: text })),
      dataset: z.strictObject({
        name: z.literal('Fashion-MNIST'),
        found: z.strictObject({ directory: text, source: text }).nullable(),
        downloadsTo: text.nullable(),
      }),
      printed: z.array(text),
    });
    const { exitCode, stdout, stderr, notes } = await runCommand(['doctor', '--json'], {
      env: { XDG_CACHE_HOME: '/nowhere' },
    });
    expect([exitCode, stderr, notes]).toEqual([0, '', undefined]);
    const found = findings.parse(JSON.parse(stdout));
    expect(found.engines.at(-1)).toMatchObject({ name: 'reference', version: expect.any(String) });
    expect(found.dataset.downloadsTo).toMatch(/^\/nowhere\//);
    expect((await runCommand(['doctor', '--help'])).stdout).toContain('--json');
  });

  it('tells of the machine, every engine, and the dataset', async () => {
    const { exitCode, stdout } = await runCommand(['doctor'], {
      env: { XDG_CACHE_HOME: '/nowhere' },
      columns: 1000,
    });
    expect(exitCode).toBe(0);
    // What depends on this machine's drivers is left out.
    const [found] = stdout.split(/^messages /m);
    const titles = found.split('\n').filter((line) => !/^(GPUs {7}| {11}.* · Vulkan )/.test(line));
    expect(titles.map((line) => line.split(' ')[0])).toEqual([
      'node',
      'processor',
      'vectors',
      'memory',
      'load',
      'engines',
      ...engineNames.slice(1).map(() => ''),
      'precision',
      'MPI',
      'dataset',
      '',
    ]);
    expect(stdout).toContain(`node       ${process.version} · `);
    expect(stdout).toMatch(/^engines {4}onednn (\d+\.\d+\.\d+|missing: .*)\n {11}onnxruntime \d+\.\d+\.\d+$/m);
    expect(stdout).toMatch(/^ {11}wasm \d+\.\d+\.\d+$/m);
    expect(stdout).toMatch(/^load {7}\d+\.\d on \d+ cores? in the last minute(: other processes are at work, .*)?$/m);
    expect(stdout).toMatch(
      /^precision {2}float32(, bf16, which is (faster here \(--precision auto\)|no faster here))?$/m,
    );
    expect(stdout).toMatch(/^MPI {8}(none, .*|.* \d+\.\d+\S* \(libmpi.*\))$/m);
    // It only looks.
    expect(existsSync('/nowhere')).toBe(false);
    expect(stdout).toMatch(/^dataset {4}(\/.* \(system\)|not on this machine.* \/nowhere\/googlenet\/)/m);
  });
});
