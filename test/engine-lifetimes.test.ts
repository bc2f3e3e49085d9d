// Engines, stores and programs that are used after their end, twice at once, or with each other's: every engine answers
// in the same words, and nothing crashes.
import { describe, expect, it } from 'vitest';
import { imagesName, prediction } from '../src/compile/programs.ts';
import type { Backend } from '../src/engines/backend.ts';
import { Engine, type Program, type Store } from '../src/engines/engine.ts';
import { NativeMemory } from '../src/engines/onednn/library/native.ts';
import { OneDnn } from '../src/engines/onednn/library/onednn.ts';
import { OperandList } from '../src/engines/onednn/library/operand-list.ts';
import { EngineError } from '../src/errors/engine-error.ts';
import { createModelStore } from '../src/training/model-store.ts';
import { describeEngines, enginesUnderTest, oneDnnPath, openEngineUnderTest } from './support/engines.ts';
import { copyOutputs } from './support/run-graph.ts';
import { TinyNet } from './support/small-nets.ts';

const model = new TinyNet().initialize(0);
const graph = prediction(model, [2, 1, 4, 4]);
const inputs = { [imagesName]: new Float32Array(32).fill(0.5) };
const bias = 'convolution.bias';

interface Opened {
  readonly engine: Engine;
  readonly store: Store;
  readonly program: Program;
}

async function openAll(engine: Engine): Promise<Opened> {
  const store = await createModelStore(engine, model, [graph]);
  return { engine, store, program: await engine.compile(graph, store) };
}

/** Everything that can be asked of the three. */
const uses = {
  createStore: ({ engine }) => engine.createStore([]),
  compile: ({ engine, store }) => engine.compile(graph, store),
  read: ({ store }) => store.read(bias),
  write: ({ store }) => store.write(bias, new Float32Array(2)),
  modify: ({ store }) => store.modify([bias], () => {}),
  run: ({ program }) => program.run(inputs),
  profile: ({ program }) => program.profile(inputs),
} as const satisfies Readonly<Record<string, (opened: Opened) => Promise<unknown>>>;

async function expectRefusals(opened: Opened, ended: string, names = Object.keys(uses) as (keyof typeof uses)[]) {
  for (const name of names) {
    const refusal = await uses[name](opened).then(
      () => expect.fail(`${name} is not refused`),
      (error: unknown) => error,
    );
    expect(refusal, name).toBeInstanceOf(EngineError);
    expect(refusal, name).toMatchObject({ message: expect.stringMatching(`^cannot .*: ${ended} · hint: `) });
  }
}

describeEngines('what has ended', ({ name, test }) => {
  test('a closed engine and all that came from it', async (engine) => {
    const opened = await openAll(engine);
    await engine.close();
    await expectRefusals(opened, `the ${name} engine is closed`);
    await Promise.all([opened.program.release(), opened.store.release(), engine.close(), engine.close()]);
    await expectRefusals(opened, `the ${name} engine is closed`);
  });

  test('a released store and its programs, while the rest of the engine goes on', async (engine) => {
    const opened = await openAll(engine);
    const other = await openAll(engine);
    await Promise.all([opened.store.release(), opened.store.release()]);
    await expectRefusals(opened, 'the store is released', ['compile', 'read', 'write', 'run', 'profile']);
    await opened.program.release();
    for (const use of Object.values(uses)) await use(other);
  });

  test('a released program, while its store goes on and can be compiled for again', async (engine) => {
    const opened = await openAll(engine);
    const before = copyOutputs(await opened.program.run(inputs));
    await Promise.all([opened.program.release(), opened.program.release()]);
    await expectRefusals(opened, 'the program is released', ['run', 'profile']);
    // The store keeps the layouts that the first program chose.
    const values = await opened.store.read(bias);
    expect(values).toEqual(model.stateDict().get(bias)?.data);
    await opened.store.write(bias, values);
    const again = await engine.compile(graph, opened.store);
    expect(copyOutputs(await again.run(inputs))).toEqual(before);
  });

  test('what was asked for before the end is done before it', async (engine) => {
    const { store, program } = await openAll(engine);
    const expected = copyOutputs(await program.run(inputs));
    const running = program.run(inputs).then(copyOutputs);
    const compiling = engine.compile(graph, store);
    const reading = store.read(bias);
    const closing = engine.close();
    await expect(store.read(bias)).rejects.toThrow('engine is closed');
    expect(await running).toEqual(expected);
    expect(await reading).toHaveLength(2);
    await closing;
    await expect((await compiling).run(inputs)).rejects.toThrow('engine is closed');
  });

  test('a program that is run twice at once, but not two of them', async (engine) => {
    const { store, program } = await openAll(engine);
    const second = await engine.compile(graph, store);
    const expected = copyOutputs(await program.run(inputs));
    const [first, refused, other] = await Promise.allSettled(
      [program, program, second].map((each) => each.run(inputs).then(copyOutputs)),
    );
    expect(first).toEqual({ status: 'fulfilled', value: expected });
    expect(refused).toMatchObject({ reason: { code: 'ENGINE_FAILED', hint: 'await one run before the next' } });
    expect(other).toEqual({ status: 'fulfilled', value: expected });
    expect(copyOutputs(await program.run(inputs))).toEqual(expected);
  });

  test('a store of another engine, of an earlier one, and of none', async (engine) => {
    const earlier = await openEngineUnderTest(name);
    const store = await createModelStore(earlier, model, [graph]);
    await expect(engine.compile(graph, store)).rejects.toThrow('the store belongs to another engine');
    await earlier.close();
    await expect(engine.compile(graph, store)).rejects.toThrow('the store belongs to another engine');
    const none = JSON.parse('{"tensors": []}');
    await expect(engine.compile(graph, none)).rejects.toThrow('the store belongs to another engine');
  });

  test('values that a tensor cannot take', async (engine) => {
    const { store } = await openAll(engine);
    await expect(store.write(bias, new Float32Array(3))).rejects.toThrow(
      'convolution.bias takes a Float32Array of 2 elements, got a Float32Array of 3 elements',
    );
    await expect(store.write(bias, JSON.parse('[1, 2]'))).rejects.toThrow('of 2 elements, got an Array of 2 elements');
    await expect(store.read('none')).rejects.toThrow('the store has no tensor none');
  });
});

describe('an engine', () => {
  it('releases all that its backend made, once, inner things first, also where one of them fails', async () => {
    const released: string[] = [];
    const release = (what: string) => () => {
      released.push(what);
      if (what === 'program 1') throw new Error('it does not end');
    };
    let programs = 0;
    const backend: Backend = {
      name: 'counting',
      version: '1',
      threads: 1,
      createStore: () => ({
        read: () => new Float32Array(2),
        write() {},
        modify() {},
        magnitude: () => 0,
        areFinite: () => true,
        sumOfSquares: () => 0,
        compile: () => ({ run: () => ({}), release: release(`program ${++programs}`) }),
        release: release('store'),
      }),
      release: release('engine'),
    };
    const engine = new Engine(backend);
    const { store } = await openAll(engine);
    const second = await engine.compile(graph, store);
    await engine.compile(graph, store);
    await second.release();
    await expect(engine.close()).rejects.toThrow('it does not end');
    expect(released).toEqual(['program 2', 'program 1', 'program 3', 'store', 'engine']);
  });
});

describe.skipIf(enginesUnderTest.onednn.unavailable)('the oneDNN library', () => {
  it('refuses every call once it is closed', () => {
    const oneDnn = new OneDnn({ threads: 1, path: oneDnnPath });
    const layout = oneDnn.abi.plainLayout([2, 2]);
    const reorder = oneDnn.reorder(layout, layout);
    const primitive = oneDnn.primitive(reorder);
    oneDnn.close();
    oneDnn.close();
    const operands = new OperandList([]);
    const calls = [
      () => oneDnn.abi.plainLayout([2, 2]),
      () => oneDnn.attributes([]),
      () => oneDnn.memory(layout, new NativeMemory(64)),
      () => oneDnn.memoryAt(layout, 0n),
      () => oneDnn.primitive(reorder),
      () => oneDnn.reorder(layout, layout),
      () => oneDnn.execute(primitive, operands),
      () => oneDnn.query(reorder, 'workspace'),
      () => oneDnn.implementation(reorder),
      () => oneDnn.isSame(layout, reorder),
      () => oneDnn.sizeOf(layout),
    ];
    for (const call of calls) expect(call).toThrow('oneDNN is closed');
  });
});
