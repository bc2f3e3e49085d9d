// import and export, end to end: what goes out comes back, and what does not fit is said in full.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';
import {
  float32Tensors,
  readSafetensors,
  type SafetensorsTensor,
  writeSafetensors,
} from '../../src/formats/safetensors.ts';
import { GoogLeNet } from '../../src/models/googlenet.ts';
import { LeNet } from '../../src/models/lenet.ts';
import { taskOfRun } from '../../src/runs/run-weights.ts';
import { parseTask, printTask, tutorialTask } from '../../src/tasks/task.ts';
import { checkOnnxStructure, dimensionsOf } from '../support/onnx-structure.ts';
import { drawParityWeights } from '../support/parity-fixtures.ts';
import { runCommand, temporaryFolder } from './context.ts';

const model = new GoogLeNet();
drawParityWeights(model);
const weights: ReadonlyMap<string, SafetensorsTensor> = new Map(
  [...model.stateDict()].map(([name, tensor]) => [name, { dtype: 'F32', ...tensor }] as const),
);
const torchFile = (name: string) => fileURLToPath(new URL(`../fixtures/torch/${name}.pt`, import.meta.url));

/** 24 MB of weights in each. */
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A working directory with `run/weights/last.safetensors`, and more where a test says so. */
function folderWithRun(files: Readonly<Record<string, ReadonlyMap<string, SafetensorsTensor>>> = {}) {
  const workingDirectory = temporaryFolder();
  folders.push(workingDirectory);
  mkdirSync(join(workingDirectory, 'run', 'weights'), { recursive: true });
  for (const [file, tensors] of Object.entries({ 'run/weights/last.safetensors': weights, ...files })) {
    writeSafetensors(join(workingDirectory, file), tensors, { format: 'pt' });
  }
  return {
    workingDirectory,
    run: (line: string) => runCommand(line.split(' '), { workingDirectory }),
    read: (file: string) => readFileSync(join(workingDirectory, file)),
  };
}

/** The numbers alone: behind the header, whose length is in the first eight bytes. */
function withoutHeader(bytes: Buffer): Buffer {
  return bytes.subarray(8 + Number(bytes.readBigUInt64LE(0)));
}

describe('googlenet export', () => {
  it('writes an ONNX model with what its user must know', async () => {
    const { run, read } = folderWithRun();
    expect(await run('export run --out model.onnx')).toEqual({
      exitCode: 0,
      stdout: 'exported run/weights/last.safetensors as onnx to model.onnx (23.9 MB)\n',
      stderr: '',
    });
    const { metadata_props, graph, producer_version } = checkOnnxStructure(read('model.onnx'));
    const metadata = Object.fromEntries(metadata_props.map(({ key, value }) => [key, value]));
    expect(Object.keys(metadata)).toEqual([
      ...['classes', 'colours', 'grey', 'ground', 'background', 'invert', 'trim', 'trim_tolerance', 'fit', 'fit_size'],
      ...['resize', 'input_size', 'scale', 'mean', 'std', 'preparation', 'producer', 'task'],
    ]);
    expect(JSON.parse(metadata.classes)[9]).toBe('Ankle boot');
    expect(metadata).toMatchObject({ ground: 'black', trim: 'true', fit: 'pad', fit_size: '28,28', input_size: '96' });
    expect(metadata.producer).toBe(`googlenet ${producer_version}`);
    expect(graph.output.map(({ name }) => name)).toEqual(['logits']);

    expect((await run('export run --out small.onnx --softmax --image-size 64 --lang zh')).stdout).toMatch(/^已将 run/);
    const small = checkOnnxStructure(read('small.onnx')).graph;
    expect(small.input.map(dimensionsOf)).toEqual([['batch', 1, 64, 64]]);
    expect(small.output.map(({ name }) => name)).toEqual(['probabilities']);
  });

  it('takes the best weights of a run before the last, and the weights alone of a checkpoint', async () => {
    const momentum = [...weights].map(([name, tensor]) => [`momentum.${name}`, tensor] as const);
    const zeros = new Map(
      [...weights].map(
        ([name, { shape, data }]) => [name, { dtype: 'F32', shape, data: new Float32Array(data.length) }] as const,
      ),
    );
    const { run, read } = folderWithRun({
      'run/weights/best.safetensors': zeros,
      'checkpoint.safetensors': new Map([...weights, ...momentum]),
    });
    expect((await run('export run --format safetensors --out best.safetensors')).exitCode).toBe(0);
    const tensorBytes = (name: string) => withoutHeader(read(name));
    expect(tensorBytes('best.safetensors').equals(tensorBytes('run/weights/best.safetensors'))).toBe(true);
    expect((await run('export checkpoint.safetensors --format safetensors --out weights.safetensors')).exitCode).toBe(
      0,
    );
    expect(tensorBytes('weights.safetensors').equals(tensorBytes('run/weights/last.safetensors'))).toBe(true);
  });

  it('takes the format from the ending, and refuses one that says another or none', async () => {
    const { run, read, workingDirectory } = folderWithRun();
    expect((await run('export run --out weights.SafeTensors')).stdout).toMatch(
      / as safetensors to weights\.SafeTensors /,
    );
    expect(withoutHeader(read('weights.SafeTensors')).equals(withoutHeader(read('run/weights/last.safetensors')))).toBe(
      true,
    );
    expect((await run('export run --out model')).stdout).toMatch(/ as onnx to model /);
    expect((await run('export run --out model.bin --format onnx')).exitCode).toBe(0);
    const before = readdirSync(workingDirectory);
    expect((await run('export run --out model.safetensors --format onnx')).stderr).toBe(
      "error INVALID_OPTION: --out is 'model.safetensors', which says safetensors, but --format is onnx · hint: end it in .onnx, or leave --format out\n",
    );
    expect((await run('export run --out model.pt')).stderr).toBe(
      "error INVALID_OPTION: --out is 'model.pt', whose ending says no format that can be written · hint: end it in .onnx or .safetensors, or give --format\n",
    );
    expect((await run('export run --softmax --out model.safetensors')).stderr).toMatch(/--softmax is for ONNX/);
    expect((await run('export run --dtype float16 --out model.onnx')).stderr).toMatch(/--dtype is for safetensors/);
    expect((await run('export run --softmax')).stderr).toMatch(/^error INVALID_OPTION: --out is missing.*\n$/);
    expect(readdirSync(workingDirectory)).toEqual(before);
  });

  it('refuses what makes no sense, all at once, and writes over nothing', async () => {
    const { run, workingDirectory } = folderWithRun();
    expect((await run('export --format safetensors --softmax')).stderr).toBe(
      'error INVALID_OPTION: --out is missing, expected a file\n' +
        'error INVALID_OPTION: --softmax is for ONNX: safetensors holds weights alone · hint: leave it out, or take --format onnx\n',
    );
    writeFileSync(join(workingDirectory, 'taken'), 'precious');
    const taken = await run('export run --out taken');
    expect([taken.exitCode, taken.stderr]).toEqual([
      2,
      "error INVALID_OPTION: --out is 'taken', which exists already · hint: choose another name, or remove it first\n",
    ]);
    const nowhere = await run('export run --out no/model.onnx');
    expect([nowhere.exitCode, nowhere.stderr]).toEqual([
      1,
      expect.stringMatching(/^error NOT_WRITTEN: .*cannot be written: no such file or directory · hint: /),
    ]);
  });

  it.each([
    [
      'nothing',
      2,
      "error INVALID_OPTION: RUN|FILE is 'nothing', which does not exist · hint: give a folder such as runs/googlenet-1, or a .safetensors file",
    ],
    [
      'empty',
      2,
      "error INVALID_OPTION: RUN|FILE is 'empty', a folder without weights/best.safetensors or weights/last.safetensors · hint: give the folder of a run, whose weights are there after its first epoch",
    ],
    ['text', 1, 'error INVALID_FILE: .*text: '],
    [
      torchFile('state-dict'),
      1,
      'error INVALID_FILE: .*state-dict.pt: is a file of PyTorch, not a .safetensors file · hint: make it one of ours first: googlenet import .* --out weights.safetensors',
    ],
  ])('refuses the source %s', async (source, code, message) => {
    const { workingDirectory, run } = folderWithRun();
    mkdirSync(join(workingDirectory, 'empty'));
    writeFileSync(join(workingDirectory, 'text'), 'These are no weights.');
    const { exitCode, stderr } = await run(`export ${source} --out out`);
    expect(exitCode).toBe(code);
    expect(stderr).toMatch(new RegExp(`^${message.replaceAll('|', '\\|')}`));
    expect(stderr.trimEnd().split('\n').length).toBe(1);
  });
});

describe('googlenet import', () => {
  it('makes a run of a safetensors file in another precision, with nothing but the weights in it', async () => {
    const doubles = new Map(
      [...weights].map(
        ([name, { shape, data }]) =>
          [name, { dtype: 'F64', shape, data: Float64Array.from(data as Float32Array) }] as const,
      ),
    );
    const { run, read, workingDirectory } = folderWithRun({ 'doubles.bin': doubles });
    expect(await run('import doubles.bin --out runs/new')).toEqual({
      exitCode: 0,
      stdout:
        'imported 116 tensors from doubles.bin (safetensors) into runs/new/weights/last.safetensors\n' +
        'GoogLeNet for 10 classes and images of 1×96×96\n',
      stderr: '',
    });
    expect(readdirSync(join(workingDirectory, 'runs/new'), { recursive: true }).sort()).toEqual([
      'weights',
      'weights/last.safetensors',
    ]);
    const [imported, original] = ['runs/new', 'run'].map((folder) => read(`${folder}/weights/last.safetensors`));
    expect(withoutHeader(imported).equals(withoutHeader(original))).toBe(true);
    expect((await run('import doubles.bin --out runs/new')).stderr).toContain(
      "--out is 'runs/new', which exists already",
    );
    expect((await run('import run/weights/last.safetensors --out a.safetensors --lang zh')).stdout).toMatch(
      /^已从 .*导入 116 个张量.*\nGoogLeNet：10 个类别，图像为 1×96×96\n$/,
    );
    expect(readSafetensors(join(workingDirectory, 'a.safetensors')).metadata).toEqual({
      format: 'pt',
      task: printTask(tutorialTask()),
    });
  });

  it('says everything that does not fit, with the names that may be meant', async () => {
    const renamed = new Map(
      [...weights].map(([name, tensor]) => [name.replace('model.3.weight', 'model.3.wieght'), tensor]),
    );
    renamed.set('model.21.bias', { dtype: 'F32', shape: [11], data: new Float32Array(11) });
    renamed.delete('model.3.bias');
    const { run, workingDirectory } = folderWithRun({ 'wrong.safetensors': renamed });
    const { exitCode, stderr } = await run('import wrong.safetensors --out new.safetensors');
    expect([exitCode, stderr]).toEqual([
      1,
      'error STATE_DICT_MISMATCH: wrong.safetensors: the weights do not fit GoogLeNet: ' +
        '2 missing: model.3.weight, model.3.bias · ' +
        '1 unexpected: model.3.wieght (did you mean model.3.weight?) · ' +
        "1 of another shape: model.21.bias ([11], the model's is [10]) · hint: use weights of the same model and number of classes\n",
    ]);
    expect(readdirSync(workingDirectory)).not.toContain('new.safetensors');
  });

  it.each([
    ['module.', ''],
    ['_orig_mod.module.', ''],
    ['model.', 'loss.weight'],
  ])('takes the prefix %s off all names, and leaves out %j', async (prefix, extra) => {
    const wrapped = new Map([...weights].map(([name, tensor]) => [prefix + name, tensor]));
    if (extra !== '') wrapped.set(extra, { dtype: 'F32', shape: [1], data: new Float32Array(1) });
    const { run, read } = folderWithRun({ 'wrapped.safetensors': wrapped });
    expect(await run('import wrapped.safetensors --out new.safetensors')).toEqual({
      exitCode: 0,
      stdout:
        'imported 116 tensors from wrapped.safetensors (safetensors) into new.safetensors\n' +
        `taken off the names: ${prefix}\n${extra === '' ? '' : `left out: ${extra}\n`}` +
        'GoogLeNet for 10 classes and images of 1×96×96\n',
      stderr: '',
    });
    const imported = withoutHeader(read('new.safetensors'));
    expect(imported.equals(withoutHeader(read('run/weights/last.safetensors')))).toBe(true);
    const { stdout } = await run('import wrapped.safetensors --model googlenet --out again.safetensors --lang zh');
    expect(stdout).toContain(`\n已去掉名称的前缀：${prefix}\n`);
    // A prefix that is no module's is none.
    expect((await run('import wrapped.safetensors --model lenet --out no.safetensors')).stderr).toContain(
      'do not fit LeNet',
    );
  });

  it('takes the weights out of a checkpoint as training scripts save it', async () => {
    const { run, workingDirectory } = folderWithRun();
    const file = torchFile('lenet-checkpoint');
    const both = await run(`import ${file} --out new.safetensors`);
    expect([both.exitCode, both.stderr]).toEqual([
      1,
      expect.stringMatching(
        /holds several state_dicts: "state_dict", "ema" · hint: say which by its key: --key state_dict,/,
      ),
    ]);
    expect(await run(`import ${file} --key ema --out ema.safetensors`)).toEqual({
      exitCode: 0,
      stdout:
        `imported 10 tensors from ${file} (torch.save) into ema.safetensors\n` +
        'the weights are those under "ema"\ntaken off the names: module.\n' +
        'left out: epoch, best_acc1, state_dict, optimizer, args\nLeNet for 2 classes and images of 1×28×28\n',
      stderr: '',
    });
    const bias = readSafetensors(join(workingDirectory, 'ema.safetensors')).tensors;
    expect([...bias.values()].flatMap(({ data }) => [...data]).every((value) => value === 0.5)).toBe(true);
    expect((await run(`import ${file} --key state_dict --out zh.safetensors --lang zh`)).stdout).toContain(
      '\n权重取自“state_dict”\n未导入：epoch、best_acc1、ema、optimizer、args\n',
    );
    expect((await run(`import run/weights/last.safetensors --key ema --out no.safetensors`)).stderr).toBe(
      'error INVALID_FILE: run/weights/last.safetensors: is a safetensors file, which has no keys · hint: leave the key out\n',
    );
  });

  it('finds network, classes and channels by names and shapes, and takes names for the classes', async () => {
    const lenet = new LeNet({ numClasses: 3, inChannels: 3 }).initialize(0);
    const { run, workingDirectory } = folderWithRun({ 'colour.safetensors': float32Tensors(lenet.stateDict()) });
    const taskOf = (file: string) => parseTask(readSafetensors(join(workingDirectory, file)).metadata.task);
    expect((await run('import colour.safetensors --out plain.safetensors')).stdout).toMatch(
      /\nLeNet for 3 classes and images of 3×28×28\n$/,
    );
    const model = { name: 'lenet', options: { numClasses: 3, inChannels: 3 } };
    expect(taskOf('plain.safetensors')).toMatchObject({ model, data: { name: 'folder' }, classNames: ['0', '1', '2'] });

    writeFileSync(join(workingDirectory, 'names.txt'), '\ufeffcrane\r\nhen \r\ncrane\r\n');
    expect((await run('import colour.safetensors --out runs/birds --class-names names.txt')).exitCode).toBe(0);
    expect(taskOf('runs/birds/weights/last.safetensors')?.classNames).toEqual(['crane', 'hen', 'crane']);
    // What a file of ours says of itself stays, but for other names.
    writeFileSync(join(workingDirectory, 'others.txt'), 'a\nb\nc');
    const again = 'import runs/birds/weights/last.safetensors --out';
    expect((await run(`${again} same.safetensors`)).exitCode).toBe(0);
    expect(taskOf('same.safetensors')).toEqual(taskOf('runs/birds/weights/last.safetensors'));
    expect((await run(`${again} others.safetensors --class-names others.txt`)).exitCode).toBe(0);
    expect(taskOf('others.safetensors')?.classNames).toEqual(['a', 'b', 'c']);
  });

  it('makes a run that predicts with its own task', async () => {
    const lenet = new LeNet({ numClasses: 2, inChannels: 3 }).initialize(0);
    const { run, workingDirectory } = folderWithRun({ 'colour.safetensors': float32Tensors(lenet.stateDict()) });
    writeFileSync(join(workingDirectory, 'names.txt'), 'red\ngreen\n');
    await run('import colour.safetensors --out birds --class-names names.txt');
    const red = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#c02020' } })
      .png()
      .toBuffer();
    writeFileSync(join(workingDirectory, 'red.png'), red);
    const { predictions } = JSON.parse((await run('predict birds red.png --json')).stdout);
    expect(predictions[0].classes.map(({ name }: { name: string }) => name).toSorted()).toEqual(['green', 'red']);
    expect(taskOfRun(join(workingDirectory, 'birds')).classNames).toEqual(['red', 'green']);
    expect((await run('evaluate birds')).stderr).toBe(
      'error INVALID_DATA: which pictures these weights learned from is not known · hint: name a folder of pictures: --data DIR\n',
    );
  });

  it.each([
    ['one\ntwo\n', 'which has 2 names, but the network has 3 classes'],
    ['one\n\nthree', 'whose line 2 is empty'],
    ['', 'whose line 1 is empty'],
    [Buffer.of(0xff, 0x0a), 'which is not UTF-8'],
    [undefined, 'which cannot be read: no such file or directory'],
  ])('refuses the class names %j', async (content, problem) => {
    const lenet = new LeNet({ numClasses: 3 }).initialize(0);
    const { run, workingDirectory } = folderWithRun({ 'grey.safetensors': float32Tensors(lenet.stateDict()) });
    if (content !== undefined) writeFileSync(join(workingDirectory, 'names.txt'), content);
    expect(await run('import grey.safetensors --out new.safetensors --class-names names.txt')).toMatchObject({
      exitCode: 2,
      stderr: `error INVALID_OPTION: --class-names is 'names.txt', ${problem} · hint: give a text file with 3 lines, a name on each\n`,
    });
    expect(readdirSync(workingDirectory)).not.toContain('new.safetensors');
  });

  it('refuses a number of channels that pictures have not', async () => {
    const lenet = new LeNet({ inChannels: 2 }).initialize(0);
    const { run } = folderWithRun({ 'two.safetensors': float32Tensors(lenet.stateDict()) });
    expect((await run('import two.safetensors --out new.safetensors')).stderr).toBe(
      'error INVALID_FILE: two.safetensors: LeNet takes images of 2 channels here · hint: networks for 1 or 3 channels can be used\n',
    );
  });

  it('refuses integers where weights are expected', async () => {
    const integers = new Map(weights);
    integers.set('model.21.bias', { dtype: 'I64', shape: [10], data: new BigInt64Array(10) });
    const { run } = folderWithRun({ 'integers.safetensors': integers });
    expect((await run('import integers.safetensors --out new.safetensors')).stderr).toMatch(
      /^error INVALID_FILE: integers\.safetensors: model\.21\.bias: expected F32, F64, F16 or BF16, got I64/,
    );
  });

  it.each([
    [
      torchFile('checkpoint'),
      1,
      /^error STATE_DICT_MISMATCH: .*checkpoint\.pt: the tensors are those of no known network: 0\.weight, 0\.bias, 3\.weight, … · hint: say which .*: --model googlenet\n$/,
    ],
    [
      torchFile('module'),
      1,
      /^error INVALID_FILE: .*refers to torch\.nn\.modules\.container\.Sequential, which is not a tensor or plain data · hint: save the weights alone/,
    ],
    [
      `${torchFile('legacy-state-dict')} --model googlenet`,
      1,
      /^error STATE_DICT_MISMATCH: .*legacy-state-dict\.pt: the weights do not fit GoogLeNet: .*4 unexpected: 0\.weight/,
    ],
    [
      'no.pt',
      2,
      /^error INVALID_OPTION: FILE is 'no\.pt', which does not exist · hint: give a \.pt, \.pth or \.safetensors file\n$/,
    ],
    [
      fileURLToPath(import.meta.url),
      1,
      /^error INVALID_FILE: .*exchange\.test\.ts: is a text file, not a \.pt, \.pth or \.safetensors file · hint: give a/,
    ],
    ['run', 2, /^error INVALID_OPTION: FILE is 'run', which is not a file/],
  ])('refuses %s', async (file, code, message) => {
    const { exitCode, stderr } = await folderWithRun().run(`import ${file} --out new.safetensors`);
    expect(exitCode).toBe(code);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n').length).toBe(1);
  });
});
