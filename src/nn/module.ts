// A part of a model: parameters and child modules are its own properties, and property names make the paths
// (`model.8.channel2.0.weight`), exactly as in PyTorch.
import { ModelError } from '../errors/model-error.ts';
import { StateDictError } from '../errors/state-dict-error.ts';
import { printShape, type Shape, sameShape } from '../graph/shape.ts';
import { RandomStream } from '../random/random-stream.ts';
import { Parameter } from './parameter.ts';
import type { Tensor } from './tensor.ts';

export interface StateTensor {
  readonly shape: Shape;
  readonly data: Float32Array;
}

/** Names to row-major float32 values, in order of definition: PyTorch's `state_dict`. */
export type StateDict = ReadonlyMap<string, StateTensor>;

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

  /** Child modules by property name, in order of definition; arrays of modules count as `name.0`, `name.1` … */
  *namedChildren(): Generator<readonly [string, Module]> {
    yield* ownProperties(this, (value) => value instanceof Module);
  }

  /** Its own parameters, without the children's. */
  *ownParameters(): Generator<readonly [string, Parameter]> {
    yield* ownProperties(this, (value) => value instanceof Parameter);
  }

  /** This module as `''` and all below it by path, parents first. */
  *namedModules(path = ''): Generator<readonly [string, Module]> {
    yield [path, this];
    for (const [name, child] of this.namedChildren()) yield* child.namedModules(join(path, name));
  }

  *modules(): Generator<Module> {
    for (const [, module] of this.namedModules()) yield module;
  }

  /** All parameters by path, e.g. `model.8.channel2.0.weight`. */
  *namedParameters(): Generator<readonly [string, Parameter]> {
    for (const [path, module] of this.namedModules()) {
      for (const [name, parameter] of module.ownParameters()) yield [join(path, name), parameter];
    }
  }

  /**
   * Draws the parameters' first values; each is a function of the seed and its own path alone.
   * @param options.only `'missing'` keeps the values of parameters that have some
   */
  initialize(seed: number, { only = 'all' }: { readonly only?: 'all' | 'missing' } = {}): this {
    for (const [name, parameter] of this.namedParameters()) {
      if (only === 'all' || !parameter.isInitialized) parameter.initialize(new RandomStream(seed, 'init', name));
    }
    return this;
  }

  stateDict(): StateDict {
    return new Map([...this.namedParameters()].map(([name, { shape, data }]) => [name, { shape, data }] as const));
  }

  /** Copies values in. @throws StateDictError listing every name that is missing, unexpected or of another shape */
  loadStateDict(state: StateDict): void {
    const parameters = new Map(this.namedParameters());
    const problems = [
      ...[...parameters.keys()].filter((name) => !state.has(name)).map((name) => `missing ${name}`),
      ...[...state.keys()].filter((name) => !parameters.has(name)).map((name) => `unexpected ${name}`),
      ...[...parameters].flatMap(([name, { shape }]) => {
        const given = state.get(name);
        if (given === undefined || sameShape(given.shape, shape)) return [];
        return [`${name} has shape ${printShape(given.shape)}, the model's is ${printShape(shape)}`];
      }),
    ];
    if (problems.length > 0) {
      const shown = problems.slice(0, 5).join('; ');
      const more = problems.length > 5 ? `; and ${problems.length - 5} more` : '';
      throw new StateDictError(`${this.constructor.name}: the weights do not fit: ${shown}${more}`, {
        hint: 'use weights of the same model and number of classes',
      });
    }
    for (const [name, { data }] of state) {
      const parameter = parameters.get(name);
      if (parameter !== undefined) parameter.data = Float32Array.from(data);
    }
  }

  toString(): string {
    const children = [...this.namedChildren()].map(([name, child]) => `(${name}): ${child}`.replaceAll('\n', '\n  '));
    if (children.length === 0) return `${this.constructor.name}(${this.extraRepr()})`;
    return `${this.constructor.name}(\n${children.map((line) => `  ${line}\n`).join('')})`;
  }
}

function* ownProperties<T>(owner: object, isWanted: (value: unknown) => value is T): Generator<readonly [string, T]> {
  for (const [name, value] of Object.entries(owner)) {
    if (isWanted(value)) yield [name, value];
    if (!Array.isArray(value)) continue;
    for (const [index, element] of value.entries()) if (isWanted(element)) yield [`${name}.${index}`, element];
  }
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
