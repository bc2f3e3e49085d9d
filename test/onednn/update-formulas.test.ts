// Formulas of updates on oneDNN: what a primitive takes along, and what it must not.
import { expect, it } from 'vitest';
import type { Engine } from '../../src/engines/engine.ts';
import { openReferenceEngine } from '../../src/engines/reference/reference-engine.ts';
import { GraphBuilder } from '../../src/graph/graph-builder.ts';
import type { Node } from '../../src/graph/node.ts';
import { opTable } from '../../src/ops/op-table.ts';
import { relativeL2 } from '../support/compare.ts';
import { enginesUnderTest, openEngineUnderTest } from '../support/engines.ts';
import { describeUnless } from '../support/unless.ts';
import { normals } from '../support/values.ts';

/** Elements: no multiple of what the library's vectors hold; more than fit into one part. */
const lengths = [1001, 2 ** 18 + 1001];

class Arithmetic {
  readonly #length: number;
  readonly graph = new GraphBuilder(opTable);
  readonly p: Node;
  readonly m: Node;
  /** Not negative. */
  readonly v: Node;
  readonly c = this.#number('c');
  readonly lr = this.#number('lr');

  constructor(length: number) {
    this.#length = length;
    [this.p, this.m, this.v] = ['p', 'm', 'v'].map((name) => this.#vector(name));
  }

  add = (a: Node, b: Node): Node => this.graph.add('add', {}, [a, b]);
  subtract = (a: Node, b: Node): Node => this.graph.add('subtract', {}, [a, b]);
  multiply = (a: Node, b: Node): Node => this.graph.add('multiply', {}, [a, b]);
  divide = (a: Node, b: Node): Node => this.graph.add('divide', {}, [a, b]);
  root = (a: Node): Node => this.graph.add('squareRoot', {}, [a]);
  scale = (a: Node, factor: number, offset = 0): Node => this.graph.add('scale', { factor, offset }, [a]);

  #vector(name: string): Node {
    return this.graph.input(name, 'parameter', { shape: [this.#length], dtype: 'float32' });
  }

  #number(name: string): Node {
    return this.graph.input(name, 'hyperparameter', { shape: [1], dtype: 'float32' });
  }
}

type Results = Readonly<Record<string, Node>>;

/** What becomes of p, and of others. */
const formulas: Readonly<Record<string, readonly [(a: Arithmetic) => Results, primitives: number]>> = {
  'a quotient by a root': [
    (a) => ({ p: a.subtract(a.p, a.multiply(a.divide(a.m, a.scale(a.root(a.multiply(a.v, a.c)), 1, 0.1)), a.lr)) }),
    1,
  ],
  // Both would be one algorithm of the library, with other numbers.
  'a product with an offset that is subtracted': [
    (a) => ({ p: a.subtract(a.p, a.multiply(a.m, a.scale(a.root(a.multiply(a.v, a.c)), 1, 0.1))) }),
    2,
  ],
  // The inner root has one operand, and primitives of one operand begin no chain.
  'a root of a root': [(a) => ({ p: a.add(a.p, a.root(a.scale(a.root(a.multiply(a.v, a.c)), 2))) }), 3],
  'a tensor times itself and another': [(a) => ({ p: a.multiply(a.multiply(a.m, a.m), a.p) }), 1],
  'a number of the step that is computed': [(a) => ({ p: a.multiply(a.p, a.scale(a.lr, -0.5, 1)) }), 1],
  'a mean whose old value is read after it': [
    (a) => {
      const mean = a.add(a.scale(a.m, 0.9), a.multiply(a.v, a.c));
      return { p: a.subtract(a.multiply(a.m, mean), a.p), m: mean };
    },
    3,
  ],
  'tensors that change places': [(a) => ({ p: a.m, m: a.p }), 0],
};

async function run(engine: Engine, build: (a: Arithmetic) => Results, length = lengths[0]) {
  const arithmetic = new Arithmetic(length);
  const graph = arithmetic.graph.build('update', new Map(), new Map(Object.entries(build(arithmetic))));
  const names = ['p', 'm', 'v'];
  const store = await engine.createStore(names.map((name) => ({ name, shape: [length], kind: 'parameter' })));
  for (const name of names) {
    const values = normals(name, [length]);
    await store.write(name, name === 'v' ? values.map((value) => value * value) : values);
  }
  const inputs = { c: Float32Array.of(2), lr: Float32Array.of(0.3) };
  const program = await engine.compile(graph, store);
  await program.run(inputs);
  const after = await Promise.all(names.map((name) => store.read(name)));
  const areFinite = await store.areFinite(names);
  const updates = ((await program.profile(inputs)) ?? []).filter(({ kind }) => kind === 'update').length;
  await engine.close();
  return { after, areFinite, updates };
}

describeUnless(enginesUnderTest.onednn.unavailable, 'onednn: the update by', () => {
  it.each(Object.entries(formulas))('%s', async (_, [build, primitives]) => {
    for (const [part, length] of lengths.entries()) {
      const { after, updates } = await run(await openEngineUnderTest('onednn'), build, length);
      const { after: expected } = await run(openReferenceEngine(), build, length);
      for (const [index, values] of expected.entries()) expect(relativeL2(after[index], values)).toBeLessThan(1e-6);
      // A single primitive reads nothing twice, and goes over all of it.
      expect(updates).toBe(primitives > 1 ? (part + 1) * primitives : primitives);
    }
  });

  // Behind the tensor lies 0 / 0.
  it('a quotient that is not zero where all is zero leaves what lies behind a tensor alone', async () => {
    const build = (a: Arithmetic) => ({ p: a.divide(a.p, a.v) });
    const { after, areFinite, updates } = await run(await openEngineUnderTest('onednn'), build);
    const { after: expected } = await run(openReferenceEngine(), build);
    expect(relativeL2(after[0], expected[0])).toBeLessThan(1e-6);
    expect(areFinite).toBe(true);
    expect(updates).toBe(0);
  });
});
