// A part of a model: parameters and child modules are its own properties, and property names make the paths
// (`model.8.channel2.0.weight`), exactly as in PyTorch.
import { ModelError } from '../errors/model-error.ts';
import { requireSeed, requireType } from '../errors/require-option.ts';
import { StateDictError } from '../errors/state-dict-error.ts';
import { printShape, type Shape } from '../graph/shape.ts';
import { RandomStream } from '../random/random-stream.ts';
import { Buffer } from './buffer.ts';
import { compareState } from './compare-state.ts';
import { requireFiniteTensors } from './finite.ts';
import { Parameter } from './parameter.ts';
import type { Tensor } from './tensor.ts';

/** Values of a parameter or buffer, row-major float32. */
export interface StateTensor {
  readonly shape: Shape;
  readonly data: Float32Array;
  /** Whether files hold it as whole numbers. */
  readonly isCount?: boolean;
}

/** Names to row-major float32 values, in order of definition: PyTorch's `state_dict`. */
export type StateDict = ReadonlyMap<string, StateTensor>;

/**
 * A part of a model. A layer of your own extends it: parameters and children are its properties, `forward` says what
 * it computes.
 * @example
 * ```ts
 * import { nn } from 'googlenet';
 * class Residual extends nn.Module {
 *   readonly conv = new nn.Conv2d(64, 64, 3, { padding: 1 });
 *   forward(x: nn.Tensor): nn.Tensor {
 *     return nn.add(x, this.conv.call(x));
 *   }
 * }
 * ```
 */
export abstract class Module {
  /** Describes the computation on traced tensors. Call a child with `child.call(x)`, not `forward`, so that the trace sees it. */
  abstract forward(...inputs: Tensor[]): Tensor;

  /** Runs `forward` as this module: what it does is filed under its path. PyTorch's `module(x)`. */
  call(...inputs: Tensor[]): Tensor {
    const [first] = inputs;
    if (first === undefined) throw new ModelError(`${this.constructor.name}.call needs a tensor`);
    return first.tracer.call(this, inputs);
  }

  /** The constructor's arguments as PyTorch prints them, e.g. `64, 192, kernel_size=(3, 3)`. */
  extraRepr(): string {
    return '';
  }

  /**
   * Child modules by property name, in order of definition; arrays of modules count as `name.0`, `name.1` … One that is
   * held under several names comes under each.
   */
  *namedChildren(): Generator<readonly [string, Module]> {
    yield* ownProperties(this, (value) => value instanceof Module);
  }

  /** Its own parameters, without the children's. */
  *ownParameters(): Generator<readonly [string, Parameter]> {
    yield* ownProperties(this, (value) => value instanceof Parameter);
  }

  /** Its own buffers, without the children's. */
  *ownBuffers(): Generator<readonly [string, Buffer]> {
    yield* ownProperties(this, (value) => value instanceof Buffer);
  }

  /** This module as `''` and all below it by path, parents first; each once, under its first path. */
  *namedModules(path = ''): Generator<readonly [string, Module]> {
    yield* eachOnce(this.#places(path, []));
  }

  /** All below it and itself, each once. */
  *modules(): Generator<Module> {
    for (const [, module] of this.namedModules()) yield module;
  }

  /**
   * All parameters by path, e.g. `model.8.channel2.0.weight`, as PyTorch's `named_parameters` gives them.
   * @param options.removeDuplicate whether a parameter that has several names comes once, under the first; default true
   */
  *namedParameters({ removeDuplicate = true } = {}): Generator<readonly [string, Parameter]> {
    const all = this.#named((module) => module.ownParameters());
    yield* removeDuplicate ? eachOnce(all) : all;
  }

  /** All buffers by path, as PyTorch's `named_buffers` gives them. @param options as `namedParameters` takes them */
  *namedBuffers({ removeDuplicate = true } = {}): Generator<readonly [string, Buffer]> {
    const all = this.#named((module) => module.ownBuffers());
    yield* removeDuplicate ? eachOnce(all) : all;
  }

  /**
   * Parameters and buffers by path, in the order of PyTorch's `state_dict`: a module's parameters, its buffers, then its
   * children's. @param options as `namedParameters` takes them
   */
  *namedTensors({ removeDuplicate = true } = {}): Generator<readonly [string, Parameter | Buffer]> {
    const all = this.#named<Parameter | Buffer>(ownTensors);
    yield* removeDuplicate ? eachOnce(all) : all;
  }

  /** Names of the parameters that are not learned: PyTorch's `requires_grad` is false. */
  get frozenNames(): ReadonlySet<string> {
    return new Set([...this.namedParameters()].flatMap(([name, { requiresGrad }]) => (requiresGrad ? [] : [name])));
  }

  /**
   * Draws the parameters' first values; each is a function of the seed and its own (first) path alone. Buffers get theirs.
   * @param options.only `'missing'` keeps the values of parameters that have some, and all buffers
   */
  initialize(seed: number, { only = 'all' }: { readonly only?: 'all' | 'missing' } = {}): this {
    requireSeed('seed', seed);
    for (const [name, parameter] of this.namedParameters()) {
      if (only === 'all' || !parameter.isInitialized) parameter.initialize(new RandomStream(seed, 'init', name));
    }
    if (only === 'all') for (const [, buffer] of this.namedBuffers()) buffer.reset();
    return this;
  }

  /** Parameters and buffers. What has several names stands under each. */
  stateDict(): StateDict {
    return new Map(
      [...this.namedTensors({ removeDuplicate: false })].map(([name, tensor]) => {
        const { shape, data } = tensor;
        return [name, tensor instanceof Buffer && tensor.isCount ? { shape, data, isCount: true } : { shape, data }];
      }),
    );
  }

  /**
   * Copies values in, all or none. A parameter that has several names may stand under some of them or all; of those the
   * last holds, in the order of the model. Buffers that count may be missing.
   * @param from what to call the weights in errors
   * @throws StateDictError listing every name that is missing, unexpected, of another shape or of numbers that cannot be;
   * NotFiniteError for NaN or infinity in a tensor
   */
  loadStateDict(state: StateDict, from: string = this.constructor.name): void {
    requireType('state', state, Map);
    const { missing, unexpected, misshapen, tooLow } = compareState(this, state);
    const problems = [
      ...missing.map((name) => `missing ${name}`),
      ...unexpected.map((name) => `unexpected ${name}`),
      ...misshapen.map(({ name, shape, expected }) => {
        return `${name} has shape ${printShape(shape)}, the model's is ${printShape(expected)}`;
      }),
      ...tooLow.map(({ name, least }) => `${name} has numbers below ${least}`),
    ];
    if (problems.length > 0) {
      const shown = problems.slice(0, 5).join('; ');
      const more = problems.length > 5 ? `; and ${problems.length - 5} more` : '';
      throw new StateDictError(`${from}: the weights do not fit: ${shown}${more}`, {
        hint: 'use weights of the same model and number of classes',
      });
    }
    requireFiniteTensors(state, from);
    for (const [name, tensor] of this.namedTensors({ removeDuplicate: false })) {
      const given = state.get(name);
      if (given !== undefined) tensor.data = Float32Array.from(given.data);
      else if (tensor instanceof Buffer) tensor.reset();
    }
  }

  toString(): string {
    const children = [...this.namedChildren()].map(([name, child]) => `(${name}): ${child}`.replaceAll('\n', '\n  '));
    if (children.length === 0) return `${this.constructor.name}(${this.extraRepr()})`;
    return `${this.constructor.name}(\n${children.map((line) => `  ${line}\n`).join('')})`;
  }

  *#named<T>(own: (module: Module) => Iterable<readonly [string, T]>): Generator<readonly [string, T]> {
    for (const [path, module] of this.#places('', [])) {
      for (const [name, tensor] of own(module)) yield [join(path, name), tensor];
    }
  }

  /** Every place of every module. @param above the modules that hold this one */
  *#places(path: string, above: readonly Module[]): Generator<readonly [string, Module]> {
    if (above.includes(this)) {
      throw new ModelError(`${path}: this ${this.constructor.name} holds itself, so the model has no end`, {
        hint: 'keep a reference to the parent elsewhere than in a property, e.g. in a private field',
      });
    }
    yield [path, this];
    for (const [name, child] of this.namedChildren()) yield* child.#places(join(path, name), [...above, this]);
  }
}

function* ownTensors(module: Module): Generator<readonly [string, Parameter | Buffer]> {
  yield* module.ownParameters();
  yield* module.ownBuffers();
}

function* ownProperties<T>(owner: object, isWanted: (value: unknown) => value is T): Generator<readonly [string, T]> {
  for (const [name, value] of Object.entries(owner)) {
    if (isWanted(value)) yield [name, value];
    if (!Array.isArray(value)) continue;
    for (const [index, element] of value.entries()) if (isWanted(element)) yield [`${name}.${index}`, element];
  }
}

/** The first name of each. */
function* eachOnce<T>(named: Iterable<readonly [string, T]>): Generator<readonly [string, T]> {
  const seen = new Set<T>();
  for (const [name, value] of named) {
    if (!seen.has(value)) yield [name, value];
    seen.add(value);
  }
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
